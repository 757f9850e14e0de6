package gpcm.node.web;

import static org.assertj.core.api.Assertions.assertThat;

import gpcm.node.TestNetwork;
import gpcm.node.web.HttpCaller.Answer;
import gpcm.node.web.HttpCaller.Part;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One {@link WritingRequest}, with what its names stand for. */
final class Asking {
  private static final Pattern NAME = Pattern.compile("\\{([a-zA-Z][a-zA-Z-]*)}");
  private static final String NOBODY = "nobody";

  private final WritingRequest request;
  private final FullNetwork full;
  private final Map<String, Someone> people;
  private final Map<String, String> values;
  private final List<Part> parts = new ArrayList<>();
  private final Map<String, String> cookies = new HashMap<>();
  private Answer first;

  Asking(
      WritingRequest request,
      FullNetwork full,
      Map<String, Someone> people,
      Map<String, String> values) {
    this.request = request;
    this.full = full;
    this.people = people;
    this.values = new HashMap<>(values);
  }

  /** Has everything stand as the request needs it. */
  void prepare() throws Exception {
    for (WritingRequest.Line line : request.lines()) {
      switch (line.word()) {
        case "let" -> let(line.pair());
        case "given" -> network().execute(known(line.text()));
        case "first" -> first(line.text());
        case "find" -> find(line.pair());
        case "part" -> part(line.pair());
        case "choice" -> cookies.put(Cookies.CHOICE, known(line.text()));
        default -> {
          // Said of the request, and asked for there.
        }
      }
    }
  }

  private TestNetwork network() {
    return full.network();
  }

  private void let(List<String> pair) {
    String value = known(pair.getLast());
    values.put(pair.getFirst(), value.startsWith("select ") ? network().one(value) : value);
  }

  private void first(String text) throws Exception {
    String[] words = text.split(" ", 4);
    first = send(words[0], words[1], known(words[2]), words.length == 4 ? known(words[3]) : "");
    assertThat(first.status()).as(first.text()).isLessThan(400);
  }

  private void find(List<String> pair) {
    Matcher matcher = Pattern.compile(pair.getLast()).matcher(first.text());
    assertThat(matcher.find()).as(first.text()).isTrue();
    values.put(pair.getFirst(), matcher.group(1));
  }

  private void part(List<String> pair) {
    byte[] bytes = known(pair.getLast()).getBytes(StandardCharsets.UTF_8);
    String name = pair.getFirst();
    parts.add(
        name.endsWith(".json")
            ? Part.of(name.replace(".json", ""), name, "application/json", bytes)
            : Part.of(name, "", "text/plain", bytes));
  }

  private String known(String text) {
    return NAME.matcher(text)
        .replaceAll((MatchResult name) -> Matcher.quoteReplacement(value(name.group(1))));
  }

  private String value(String name) {
    String value = values.getOrDefault(name, full.id(name));
    assertThat(value).as("what %s is in %s", name, request).isNotNull();
    return value;
  }

  /** Sends the request. */
  Answer send() throws Exception {
    return send(
        request.one("as").orElse("hub"),
        request.method(),
        known(request.path()),
        known(request.one("body").orElse("")));
  }

  private Answer send(String who, String method, String path, String body) throws Exception {
    if (who.equals(NOBODY)) {
      return nobody(path, body);
    }
    Someone someone = people.get(who);
    if (!parts.isEmpty()) {
      List<Part> all = new ArrayList<>(parts);
      all.add(
          Part.of(
              "csrf",
              "",
              "text/plain",
              FormToken.of(someone.session()).getBytes(StandardCharsets.UTF_8)));
      return someone.http().postForm(path, all);
    }
    if (!path.startsWith("/api/")) {
      String reason = body.contains("reason=") ? "" : "&reason=They+asked+for+it";
      return someone.post(path, body + reason);
    }
    HttpRequest.Builder sent =
        someone
            .http()
            .to(path)
            .header("X-CSRF-Token", FormToken.of(someone.session()))
            .header("X-Reason", "They asked for it")
            .method(method, BodyPublishers.ofString(body));
    return someone
        .http()
        .send(body.isEmpty() ? sent : sent.header("Content-Type", "application/json"));
  }

  /** Somebody who has not signed in, from the page where one does. */
  private Answer nobody(String path, String body) throws Exception {
    try (Visitor visitor = new Visitor(network().node().url())) {
      visitor.get("/sign-in");
      cookies.forEach(visitor::put);
      return visitor.postWith(path, body, visitor.cookie(Cookies.FORM));
    }
  }
}
