package gpcm.node.config;

import gpcm.consultation.OdsCode;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How surely a person must be known.
 *
 * @param acrValues what the provider is asked for
 * @param levels what its answers are worth; what is not listed is worth nothing
 * @param minimumLevel the least level of signing in, 1 to 3
 * @param minimumLevelAt where it is higher
 * @param minimumIdentityLevel how well the person must have been identified, 0 to 3; 0 asks nothing
 * @param asksAgain whether the provider is told to ask who somebody is, even if it knows
 * @param maxAuthenticationAge how long ago the person may have signed in at the provider
 */
public record AssuranceSettings(
    List<String> acrValues,
    List<AcrLevel> levels,
    int minimumLevel,
    Map<OdsCode, Integer> minimumLevelAt,
    int minimumIdentityLevel,
    boolean asksAgain,
    Duration maxAuthenticationAge) {
  private static final ValueFormat<String> ACR =
      ValueFormat.matching("a value without spaces", "AAL2_OR_AAL3_ANY", "\\S{1,100}");

  public AssuranceSettings {
    acrValues = List.copyOf(acrValues);
    levels = List.copyOf(levels);
    minimumLevelAt = Map.copyOf(minimumLevelAt);
  }

  private enum Answer {
    YES,
    NO
  }

  static AssuranceSettings read(SectionReader section, ProviderPreset preset) {
    List<String> acrValues =
        section.list("acr-values", ACR, preset.acrValues(), ProviderPreset.WRITTEN);
    List<AcrLevel> levels =
        section.list("levels", AcrLevel.FORMAT, preset.levels(), ProviderPreset.WRITTEN);
    int minimum = section.value("minimum-level", ValueFormat.number(1, 3), 2);
    Map<OdsCode, Integer> at = new LinkedHashMap<>();
    // The form of "value = level" with an ODS code for the value.
    for (AcrLevel each : section.list("minimum-level-at", AT, List.of())) {
      at.put(new OdsCode(each.acr()), each.level());
    }
    return new AssuranceSettings(
        acrValues,
        levels,
        minimum,
        at,
        section.value(
            "minimum-identity-level",
            ValueFormat.number(0, 3),
            preset::minimumIdentityLevel,
            ProviderPreset.WRITTEN),
        section.value(
                "ask-again",
                ValueFormat.oneOf(Answer.class),
                () -> preset.asksAgain() ? Answer.YES : Answer.NO,
                ProviderPreset.WRITTEN)
            == Answer.YES,
        section.value(
            "max-authentication-age",
            ValueFormat.duration(Duration.ofMinutes(1), Duration.ofDays(1)),
            preset::maxAuthenticationAge,
            ProviderPreset.WRITTEN));
  }

  private static final ValueFormat<AcrLevel> AT =
      new ValueFormat<>(
          "an ODS code, '=' and a level from 1 to 3",
          "A20047 = 3",
          text -> {
            AcrLevel parsed = AcrLevel.FORMAT.parser().apply(text);
            OdsCode ods = ValueFormat.ODS.parser().apply(parsed.acr());
            return new AcrLevel(ods.value(), parsed.level());
          },
          false);
}
