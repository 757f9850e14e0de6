package gpcm.node.web;

import gpcm.consultation.json.OnlineConsultationJson;
import gpcm.node.providers.CareProviders;
import gpcm.node.providers.Near;
import gpcm.node.providers.NearbyProvider;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The pages on which somebody chooses, with a patient, who is to act on an online consultation. */
final class CareProviderPages {
  private static final int SHOWN = 20;

  private final Served served;
  private final CareProviders providers;

  CareProviderPages(Served served) {
    this.served = served;
    this.providers = served.providers();
  }

  void add(RoutesConfig routes) {
    Gets.add(
        routes,
        "/providers",
        context -> {
          Query.none(context);
          list(context, "", "");
        });
    // Where a patient lives stands in no address.
    routes.post(
        "/providers",
        context -> {
          Query.none(context);
          Form form = Form.of(context);
          list(context, form.text("near").orElse(""), form.text("service").orElse(""));
        });
    Gets.add(routes, "/providers/{site}", this::chosen);
  }

  private void list(Context context, String typed, String service) {
    String organisation = Caller.of(context).organisation();
    Optional<Near> near = Optional.empty();
    String error = "";
    try {
      near = Optional.of(typed).filter(text -> !text.isEmpty()).map(Near::of);
    } catch (IllegalArgumentException e) {
      error = "Enter a UK postcode or its first part, such as ZZ99 3CZ or ZZ99";
    }
    Optional<String> wanted =
        providers.services(organisation).stream().filter(service::equals).findFirst();
    List<NearbyProvider> found =
        near.map(place -> providers.near(organisation, place, wanted, SHOWN)).orElse(List.of());
    // Nor in the trail.
    Trail.of(context).shown(Seen.count(found.size()));
    Map<String, Object> values = new HashMap<>();
    values.put("frame", Frame.of(context, served));
    values.put("kept", providers.has(organisation));
    values.put("all", providers.count(organisation));
    values.put("near", typed.length() > 50 ? "" : typed);
    values.put("error", error);
    values.put("asked", near.isPresent());
    values.put("byDistance", near.filter(Near.Point.class::isInstance).isPresent());
    values.put("service", wanted.orElse(""));
    values.put("services", providers.services(organisation));
    values.put("found", found);
    Pages.render(context, "providers.jte", values);
  }

  private void chosen(Context context) {
    Query.none(context);
    NearbyProvider chosen =
        providers
            .find(Caller.of(context).organisation(), context.pathParam("site"))
            .orElseThrow(Query::missing);
    Trail.of(context).shown(Seen.count(1));
    Pages.render(
        context,
        "provider.jte",
        Map.of(
            "frame",
            Frame.of(context, served),
            "chosen",
            chosen,
            "json",
            OnlineConsultationJson.preference(chosen.provider().preference()).toPrettyString()));
  }
}
