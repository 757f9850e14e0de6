package gpcm.node.demographics;

import gpcm.node.register.PatientRegister;
import gpcm.node.register.Placement;
import gpcm.node.register.RegisterUnavailableException;
import gpcm.node.register.RegisteredPatient;
import gpcm.node.register.RegisteredPatient.Registration;
import gpcm.node.register.SoughtPatient;
import gpcm.pds.OurRecord;
import gpcm.pds.PdsAnswer;
import gpcm.pds.PdsPatient;
import gpcm.pds.PdsPatient.Confidentiality;
import gpcm.pds.PdsPatient.Death;
import gpcm.pds.PdsPatient.Name;
import gpcm.pds.PdsPatient.Practice;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * The sender's own register of patients, read as PDS would answer. What it does not say differs in
 * nothing. Thread-safe.
 */
record RegisterSource(PatientRegister register, InstantSource clock) implements PatientSource {
  @Override
  public String name() {
    return "register";
  }

  @Override
  public Said ask(Sought sought, String request, boolean anew) {
    return new Said(answer(sought.ours()), clock.instant(), request);
  }

  private PdsAnswer answer(OurRecord ours) {
    try {
      List<RegisteredPatient> found = register.withNumber(sought(ours));
      return found.isEmpty() ? new PdsAnswer.NotFound() : new PdsAnswer.Found(patient(found, ours));
    } catch (RegisterUnavailableException e) {
      return new PdsAnswer.Unavailable(e.getMessage(), Optional.empty());
    }
  }

  static SoughtPatient sought(OurRecord ours) {
    return new SoughtPatient(
        ours.nhsNumber(),
        ours.family(),
        String.join(" ", ours.given()),
        ours.birthDate(),
        ours.gender());
  }

  // Of several entries with one number, one that is somebody else is shown to a person.
  private static PdsPatient patient(List<RegisteredPatient> found, OurRecord ours) {
    RegisteredPatient entry =
        found.stream()
            .filter(each -> OtherPatients.differs(each, ours))
            .findFirst()
            .orElse(found.getFirst());
    return new PdsPatient(
        entry.nhsNumber(),
        "",
        Confidentiality.UNRESTRICTED,
        Optional.of(
            new Name(
                entry.family(),
                entry.given().isBlank() ? ours.given() : List.of(entry.given()),
                List.of(ours.title()))),
        entry.sex().isBlank() ? ours.gender() : entry.sex(),
        entry.birthDate(),
        found.stream()
            .map(RegisteredPatient::placement)
            .filter(each -> !each.practice().isEmpty())
            .map(RegisterSource::practice)
            .distinct()
            .toList(),
        found.stream().anyMatch(each -> each.registration() == Registration.RECENTLY_DECEASED)
            ? Optional.of(new Death(true, Optional.empty()))
            : Optional.empty(),
        Optional.empty());
  }

  private static Practice practice(Placement placement) {
    return new Practice(placement.practice(), placement.from(), placement.until());
  }
}
