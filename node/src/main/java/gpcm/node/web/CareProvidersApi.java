package gpcm.node.web;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import gpcm.consultation.json.OnlineConsultationJson;
import gpcm.node.providers.CareProviders;
import gpcm.node.providers.Near;
import gpcm.node.providers.NearbyProvider;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.List;
import java.util.Optional;

/** {@code /api/v1/providers}: who near a place can act on an online consultation. */
final class CareProvidersApi {
  private static final int USUAL = 20;

  private final CareProviders providers;

  CareProvidersApi(CareProviders providers) {
    this.providers = providers;
  }

  void add(RoutesConfig routes) {
    Gets.add(routes, "/api/v1/providers", this::list);
  }

  private void list(Context context) {
    Query query = new Query(context, "near", "service", "limit");
    Near near =
        near(query)
            .orElseThrow(
                () -> ProblemException.parameter("near", "is missing", "give " + Near.RULE));
    Optional<String> service = service(query);
    int limit = query.number("limit", 1, CareProviders.MOST, USUAL);
    String organisation = Caller.of(context).organisation();
    if (!providers.has(organisation)) {
      throw new ProblemException(
          ProblemKind.NOT_FOUND,
          "this organisation keeps no register of providers (organisations[].providers)");
    }
    List<NearbyProvider> found = providers.near(organisation, near, service, limit);
    // Where a patient lives is no part of the trail.
    Trail.of(context).shown(Seen.count(found.size()));
    ObjectNode json = ApiJson.object();
    json.put("orderedBy", near instanceof Near.Point ? "distance" : "postcode");
    ArrayNode list = json.putArray("providers");
    found.forEach(each -> list.add(provider(each)));
    ApiJson.answer(context, json);
  }

  static Optional<Near> near(Query query) {
    return query.value("near", Near::of, Near.RULE);
  }

  static Optional<String> service(Query query) {
    return query.value(
        "service",
        text -> {
          if (text.length() > 100) {
            throw new IllegalArgumentException();
          }
          return text;
        },
        "at most 100 characters");
  }

  private static ObjectNode provider(NearbyProvider each) {
    ObjectNode json = ApiJson.object();
    json.put("name", each.provider().name());
    json.put("telephone", each.provider().telephone().value());
    json.put("openingHours", each.provider().openingHours());
    ArrayNode services = json.putArray("services");
    each.provider().services().forEach(services::add);
    each.nearness().ifPresent(nearness -> json.put("nearness", nearness.text()));
    each.kilometres().ifPresent(far -> json.put("kilometres", far));
    ObjectNode mailbox = json.putObject("mailbox");
    mailbox.put("state", each.mailbox().state().text());
    each.mailbox().at().ifPresent(at -> mailbox.put("checkedAt", at.toString()));
    each.usualAnswer().ifPresent(time -> json.put("usualAnswerSeconds", time.toSeconds()));
    json.set("preferredProvider", OnlineConsultationJson.preference(each.provider().preference()));
    return json;
  }
}
