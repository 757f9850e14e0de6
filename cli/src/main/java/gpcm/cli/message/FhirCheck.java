package gpcm.cli.message;

import gpcm.message.ReadMessage;
import gpcm.rules.Findings;

/** The check against base FHIR and profiles, when it was asked for. */
@FunctionalInterface
interface FhirCheck {
  /** Not asked for. */
  FhirCheck NONE = message -> Findings.none();

  Findings check(ReadMessage message);
}
