package gpcm.node.providers;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;

/**
 * How long providers usually took to answer what an organisation sent them: the middle of the times
 * between sending and business answer, of the newest thousand documents. It is counted at most
 * every ten minutes. Thread-safe.
 */
final class UsualAnswers {
  private static final int LEAST = 3;

  private final Jdbi jdbi;
  private final Cache<String, Map<String, Duration>> counted =
      Caffeine.newBuilder().expireAfterWrite(Duration.ofMinutes(10)).maximumSize(10_000).build();

  UsualAnswers(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  /** The usual time of a provider; empty when it has answered fewer than three. */
  Optional<Duration> of(String organisation, String ods) {
    return Optional.ofNullable(counted.get(organisation, this::count).get(ods));
  }

  private Map<String, Duration> count(String organisation) {
    Map<String, List<Double>> seconds = new HashMap<>();
    jdbi.useHandle(
        handle ->
            handle
                .createQuery(
                    """
                    select substring(d.recipient from '\\(([A-Z0-9]{3,12})\\)$') as ods,
                           extract(epoch from min(answered.at) - min(sent.at)) as seconds
                    from (select id, recipient, recipient_type from document
                          where organisation = :organisation
                          order by accepted_at desc, id desc limit 1000) d
                    join event sent on sent.document = d.id and sent.kind = 'sent'
                    join event answered on answered.document = d.id
                         and answered.kind = 'business-acknowledgement'
                    where d.recipient_type = 'FA'
                    group by d.id, d.recipient
                    """)
                .bind("organisation", organisation)
                .map(
                    (row, context) ->
                        Map.entry(
                            Optional.ofNullable(row.getString("ods")).orElse(""),
                            row.getDouble("seconds")))
                .forEach(
                    each ->
                        seconds
                            .computeIfAbsent(each.getKey(), unused -> new ArrayList<>())
                            .add(each.getValue())));
    Map<String, Duration> usual = new HashMap<>();
    seconds.forEach(
        (ods, times) -> {
          if (times.size() >= LEAST) {
            List<Double> sorted = times.stream().sorted().toList();
            usual.put(ods, Duration.ofSeconds(Math.round(sorted.get(sorted.size() / 2))));
          }
        });
    return usual;
  }
}
