package gpcm.node.demographics;

import gpcm.consultation.NameSpelling;
import gpcm.node.register.PatientRegister;
import gpcm.node.register.RegisteredPatient;
import gpcm.node.register.SoughtPatient;
import gpcm.pds.LookUp.LocalPatients;
import gpcm.pds.OurRecord;
import org.jdbi.v3.core.Jdbi;

/**
 * Whether a number is another patient's at an organisation, by its register and by the documents it
 * has sent. Thread-safe.
 */
record OtherPatients(Jdbi jdbi, PatientRegister register) {
  private static final int MOST = 100;

  private record Named(String name, String birthDate) {}

  LocalPatients than(OurRecord ours) {
    return number -> inRegister(number, ours) || inDocuments(number, ours);
  }

  private boolean inRegister(String number, OurRecord ours) {
    SoughtPatient sought =
        new SoughtPatient(
            number, ours.family(), String.join(" ", ours.given()), ours.birthDate(), ours.gender());
    return register.withNumber(sought).stream().anyMatch(each -> differs(each, ours));
  }

  /** Whether an entry of a register is somebody else, as far as names and birthdays tell. */
  static boolean differs(RegisteredPatient entry, OurRecord ours) {
    return !NameSpelling.same(entry.family(), ours.family())
        || !entry.birthDate().equals(ours.birthDate());
  }

  private boolean inDocuments(String number, OurRecord ours) {
    return jdbi
        .withHandle(
            handle ->
                handle
                    .createQuery(
                        "select distinct patient_name, patient_birth_date from document where"
                            + " organisation = :organisation and patient_nhs_number = :number limit"
                            + " :most")
                    .bind("organisation", ours.sender())
                    .bind("number", number)
                    .bind("most", MOST)
                    .map(
                        (row, context) ->
                            new Named(
                                row.getString("patient_name"), row.getString("patient_birth_date")))
                    .list())
        .stream()
        .anyMatch(
            each ->
                !each.birthDate.equals(ours.birthDate())
                    || !NameSpelling.folded(each.name)
                        .endsWith(NameSpelling.folded(ours.family())));
  }
}
