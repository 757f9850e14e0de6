package gpcm.node.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/** A figure that there is once, or once for each of what it tells apart. */
final class Series {
  private final MultiGauge gauge;

  Series(MeterRegistry registry, String name, String description) {
    this.gauge = MultiGauge.builder(name).description(description).register(registry);
  }

  /** As it is now; what is not among these is gone. */
  <T> void are(Collection<T> all, Function<T, Tags> tags, ToDoubleFunction<T> value) {
    gauge.register(
        all.stream()
            .<MultiGauge.Row<?>>map(
                each -> MultiGauge.Row.of(tags.apply(each), value.applyAsDouble(each)))
            .toList(),
        true);
  }

  /** The same by one label. */
  <T> void are(String label, Map<String, T> all, ToDoubleFunction<T> value) {
    are(
        all.entrySet(),
        each -> Tags.of(label, each.getKey()),
        each -> value.applyAsDouble(each.getValue()));
  }

  /** The one; none while it is not known. */
  void is(Optional<Double> value) {
    are(value.map(List::of).orElse(List.of()), unused -> Tags.empty(), Double::doubleValue);
  }
}
