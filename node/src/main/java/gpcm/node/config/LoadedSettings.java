package gpcm.node.config;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a node was told, key by key: each value with where it comes from. Of a secret it is said
 * only whether there is one. Immutable.
 *
 * @param all in the order in which the documentation has them
 */
public record LoadedSettings(List<Setting> all) {
  private static final String SECRET = "a secret";

  /** In the place of a value. */
  static final String LEFT_OUT = "not shown: another organisation stands in it";

  /** The key by which a section of a list says whose it is. */
  private static final Pattern OWNER =
      Pattern.compile("(.*\\[[0-9]+\\])\\.(?:ods|organisation)(?:\\.value)?");

  /** What an organisation and its mailbox are called. */
  private static final Pattern NAMES =
      Pattern.compile("organisations\\[[0-9]+\\]\\.(?:ods|name|mailbox)(?:\\.value)?");

  /** Takes them over. */
  public LoadedSettings {
    all = List.copyOf(all);
  }

  /** Where a value comes from. */
  public enum Origin {
    /** The file. */
    FILE,
    /** A variable of the environment, which wins over the file. */
    ENVIRONMENT,
    /** Nobody gave one. */
    DEFAULT,
    /** The program that started the node, without a file. */
    PROGRAM
  }

  /**
   * A key and what it is.
   *
   * @param key as the file has it, such as {@code organisations[0].mailbox}
   * @param value in words; of a secret, whether it is set
   * @param origin where it comes from
   */
  public record Setting(String key, String value, Origin origin) {
    /** The section of the file that it stands in; {@code node} for what stands in none. */
    public String section() {
      String first = key.replaceFirst("[.\\[].*", "");
      return first.equals(key) ? "node" : first;
    }
  }

  /** By section, in their order. */
  public Map<String, List<Setting>> sections() {
    Map<String, List<Setting>> sections = new LinkedHashMap<>();
    all.forEach(
        each -> sections.computeIfAbsent(each.section(), unused -> new ArrayList<>()).add(each));
    return sections;
  }

  /**
   * The same without what is another organisation's: sections that name it as whose they are, and
   * values in which its code, mailbox or name stands.
   *
   * @param organisation ODS code of whose they are to be
   */
  public LoadedSettings about(String organisation) {
    Map<String, String> owners = new LinkedHashMap<>();
    for (Setting each : all) {
      Matcher owner = OWNER.matcher(each.key);
      if (owner.matches()) {
        owners.put(owner.group(1) + ".", each.value);
      }
    }
    owners.values().removeIf(organisation::equals);
    List<Pattern> names =
        all.stream()
            .filter(each -> NAMES.matcher(each.key).matches() && isIn(owners, each))
            .map(each -> word(each.value))
            .toList();
    return new LoadedSettings(
        all.stream()
            .filter(each -> !isIn(owners, each))
            .map(
                each ->
                    names.stream().anyMatch(name -> name.matcher(each.value).find())
                        ? new Setting(each.key, LEFT_OUT, each.origin)
                        : each)
            .toList());
  }

  private static boolean isIn(Map<String, String> sections, Setting setting) {
    return sections.keySet().stream().anyMatch(setting.key::startsWith);
  }

  /** Not in the midst of a longer word: a mailbox's id begins with a code, and is a name itself. */
  private static Pattern word(String name) {
    return Pattern.compile(
        "(?<![\\p{L}\\p{N}])" + Pattern.quote(name) + "(?![\\p{L}\\p{N}])",
        Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
  }

  /** As a program has put them together, by the places in {@link NodeConfiguration}. */
  static LoadedSettings of(NodeConfiguration configuration) {
    return new LoadedSettings(
        SettingsInWords.of(configuration).entrySet().stream()
            .map(
                each ->
                    new Setting(
                        each.getKey(),
                        each.getValue().equals(SECRET)
                            ? "set"
                            : shown(each.getKey(), each.getValue()),
                        Origin.PROGRAM))
            .toList());
  }

  /**
   * A value in words, without what may be a secret in an address: whoever knows that of a webhook
   * writes there.
   */
  static String shown(String key, String value) {
    if (value.matches("PT(?=[0-9])([0-9]{1,9}H)?([0-9]{1,9}M)?([0-9]{1,9}(\\.[0-9]{1,9})?S)?")) {
      return ValueFormat.inWords(Duration.parse(value));
    }
    String address = SettingsInWords.withoutSecrets(value);
    return key.contains("webhook")
        ? address.replaceAll("(https?://[^/,\\s]*)/[^,\\s\\]}]*", "$1/...")
        : address;
  }

  /**
   * The same for two nodes that were told the same about everything but themselves: their name,
   * their folder, where they are served and how they log. Secrets don't count.
   *
   * @return 12 hexadecimal digits
   */
  static String digest(NodeConfiguration configuration) {
    Map<String, String> shared = new TreeMap<>(SettingsInWords.of(configuration));
    shared
        .keySet()
        .removeIf(
            key ->
                key.equals("name")
                    || key.equals("dataFolder")
                    || key.startsWith("http.")
                    || key.startsWith("log."));
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256")
              .digest(shared.toString().getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, 6);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
