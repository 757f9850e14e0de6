package gpcm.consultation;

import java.math.BigDecimal;
import java.net.URI;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;

/**
 * A coded entry that travels beside a document: plain values, which the message's builder turns
 * into the resources of the payload tables with their profiles, fixed values and references, or a
 * finished FHIR resource. Immutable; {@code toString} shows nothing of it.
 */
public sealed interface CodedEntry {

  /**
   * Something observed or entered by the patient (GPCM-SD-OC-047 to -053): a quantity, words, or
   * the code alone.
   *
   * @param code what was observed
   * @param quantity how much, with its unit
   * @param unit the unit as a UCUM code, such as {@code kg}
   * @param text what was found, in words; never together with a quantity
   * @param recordedAt when it was recorded
   * @param checked whether a clinician has checked it; it travels as preliminary otherwise
   */
  record Observation(
      ClinicalCode code,
      Optional<BigDecimal> quantity,
      Optional<String> unit,
      Optional<String> text,
      Instant recordedAt,
      boolean checked)
      implements CodedEntry {
    /**
     * Checks that the values fit together.
     *
     * @throws InvalidValueException when they do not
     */
    public Observation {
      quantity.ifPresent(CheckedText::quantity);
      unit.ifPresent(words -> CheckedText.line("Unit", words));
      text.ifPresent(words -> CheckedText.note("Text", words));
      if (quantity.isPresent() != unit.isPresent() || (quantity.isPresent() && text.isPresent())) {
        throw new InvalidValueException(
            "Observation",
            "must have a quantity with its unit, or a text, or neither",
            "Make one observation of each");
      }
    }

    @Override
    public String toString() {
      return "Observation[masked]";
    }
  }

  /**
   * An active allergy or intolerance (GPCM-SD-OC-089 to -107).
   *
   * @param code what the patient reacts to
   * @param category what kind of thing that is
   * @param recordedOn the day it was recorded
   * @param reaction how the patient reacts, in words
   * @param note more about it
   */
  record Allergy(
      ClinicalCode code,
      Category category,
      LocalDate recordedOn,
      Optional<String> reaction,
      Optional<String> note)
      implements CodedEntry {
    /** GPCM-SD-OC-094. */
    public enum Category {
      MEDICATION,
      ENVIRONMENT
    }

    /** Checks the texts. */
    public Allergy {
      reaction.ifPresent(words -> CheckedText.line("Reaction", words));
      note.ifPresent(words -> CheckedText.note("Note", words));
    }

    @Override
    public String toString() {
      return "Allergy[masked]";
    }
  }

  /**
   * A condition in the family (GPCM-SD-OC-109 to -114).
   *
   * @param relationship the relative's code in HL7's RoleCode, such as {@code MTH} for the mother
   * @param condition what the relative has or had
   * @param note more about it
   */
  record FamilyHistory(String relationship, ClinicalCode condition, Optional<String> note)
      implements CodedEntry {
    /** Checks the texts. */
    public FamilyHistory {
      CheckedText.line("Relationship", relationship);
      note.ifPresent(words -> CheckedText.note("Note", words));
    }

    @Override
    public String toString() {
      return "FamilyHistory[masked]";
    }
  }

  /** How soon something should be done. */
  enum Priority {
    ROUTINE,
    URGENT,
    ASAP
  }

  /**
   * A referral (GPCM-SD-OC-071 to -081).
   *
   * @param reason why
   * @param description what is asked for
   * @param priority how soon
   */
  record Referral(ClinicalCode reason, String description, Priority priority)
      implements CodedEntry {
    /** Checks the text. */
    public Referral {
      CheckedText.note("Description", description);
    }

    @Override
    public String toString() {
      return "Referral[masked]";
    }
  }

  /**
   * Something the recipient is asked to do (GPCM-SD-OC-115 to -128).
   *
   * @param text what
   * @param reason why
   * @param priority how soon
   */
  record Task(String text, Optional<String> reason, Priority priority) implements CodedEntry {
    /** Checks the texts. */
    public Task {
      CheckedText.line("Text", text);
      reason.ifPresent(words -> CheckedText.line("Reason", words));
    }

    @Override
    public String toString() {
      return "Task[masked]";
    }
  }

  /**
   * A consent that the patient has given (GPCM-SD-OC-129 to -140).
   *
   * @param category what it is about
   * @param policy the policy it was given under
   * @param from its first day
   */
  record Consent(String category, URI policy, LocalDate from) implements CodedEntry {
    /** Checks the text. */
    public Consent {
      CheckedText.line("Category", category);
    }

    @Override
    public String toString() {
      return "Consent[masked]";
    }
  }

  /**
   * A place (GPCM-SD-OC-168 to -173).
   *
   * @param siteCode its ODS site code
   * @param name its name
   * @param telephone its telephone number
   * @param type what is done there, in words, such as {@code Community pharmacy}
   * @param address its postal address
   */
  record Location(
      OdsCode siteCode,
      String name,
      Telephone telephone,
      Optional<String> type,
      Optional<Address> address)
      implements CodedEntry {
    /** Checks the texts. */
    public Location {
      CheckedText.line("Name", name);
      type.ifPresent(words -> CheckedText.line("Type", words));
    }

    @Override
    public String toString() {
      return "Location[masked]";
    }
  }

  /**
   * An active problem (GPCM-SD-GE-222 to -236), in generic documents of a practitioner.
   *
   * @param code the problem
   * @param major whether it is a major one
   * @param recordedOn the day it was recorded
   * @param since the day it began
   * @param note more about it
   */
  record Problem(
      ClinicalCode code,
      boolean major,
      LocalDate recordedOn,
      Optional<LocalDate> since,
      Optional<String> note)
      implements CodedEntry {
    /** Checks the text. */
    public Problem {
      note.ifPresent(words -> CheckedText.note("Note", words));
    }

    @Override
    public String toString() {
      return "Problem[masked]";
    }
  }

  /**
   * An acute prescription (GPCM-SD-GE-147 to -190), in generic documents of a practitioner: it
   * becomes the Medication, the plan and the statement. A repeat prescription is brought finished.
   *
   * @param code the medication in dm+d or SNOMED CT
   * @param identifierSystem the URI in which the sender's identifier is unique
   * @param identifier the sender's identifier of the prescription, which never changes
   * @param dosage the instruction, in words
   * @param quantity how much is supplied
   * @param unit of what, such as {@code tablet}
   * @param from the first day
   */
  record Medication(
      ClinicalCode code,
      URI identifierSystem,
      String identifier,
      String dosage,
      BigDecimal quantity,
      String unit,
      LocalDate from)
      implements CodedEntry {
    /** Checks the texts. */
    public Medication {
      CheckedText.line("Identifier", identifier);
      CheckedText.note("Dosage", dosage);
      CheckedText.quantity(quantity);
      CheckedText.line("Unit", unit);
    }

    @Override
    public String toString() {
      return "Medication[masked]";
    }
  }

  /**
   * A vaccination that was given (GPCM-SD-GE-191 to -221), in generic documents.
   *
   * @param procedure the SNOMED CT procedure
   * @param vaccine the vaccine
   * @param givenOn the day it was given, which is the day it is recorded
   * @param lotNumber the batch
   * @param expires the batch's last day
   * @param site where on the body, in words
   * @param note more about it
   */
  record Vaccination(
      ClinicalCode procedure,
      String vaccine,
      LocalDate givenOn,
      Optional<String> lotNumber,
      Optional<LocalDate> expires,
      Optional<String> site,
      Optional<String> note)
      implements CodedEntry {
    /** Checks the texts. */
    public Vaccination {
      CheckedText.line("Vaccine", vaccine);
      lotNumber.ifPresent(words -> CheckedText.line("Lot number", words));
      site.ifPresent(words -> CheckedText.line("Site", words));
      note.ifPresent(words -> CheckedText.note("Note", words));
    }

    @Override
    public String toString() {
      return "Vaccination[masked]";
    }
  }

  /**
   * A test or procedure that was asked for (GPCM-SD-GE-237 to -246), in generic documents.
   *
   * @param code the test
   * @param reason why
   */
  record TestRequest(ClinicalCode code, Optional<String> reason) implements CodedEntry {
    /** Checks the text. */
    public TestRequest {
      reason.ifPresent(words -> CheckedText.line("Reason", words));
    }

    @Override
    public String toString() {
      return "TestRequest[masked]";
    }
  }

  /**
   * A final result with its specimen (GPCM-SD-GE-247 to -266), in generic documents.
   *
   * @param code the test
   * @param issuedAt when the report was issued
   * @param conclusion what it says
   * @param specimen what was tested, in words
   * @param receivedAt when the specimen was received
   */
  record TestResult(
      ClinicalCode code, Instant issuedAt, String conclusion, String specimen, Instant receivedAt)
      implements CodedEntry {
    /** Checks the texts. */
    public TestResult {
      CheckedText.note("Conclusion", conclusion);
      CheckedText.line("Specimen", specimen);
    }

    @Override
    public String toString() {
      return "TestResult[masked]";
    }
  }

  /**
   * A finished FHIR STU3 resource that travels as it is, as JSON. What it says is checked when the
   * message is made.
   *
   * @param json one JSON object
   */
  record Finished(String json) implements CodedEntry {
    private static final int LONGEST = 1_000_000;

    /**
     * Checks the length.
     *
     * @throws InvalidValueException when it is longer than 1,000,000 characters
     */
    public Finished {
      if (json.length() > LONGEST) {
        throw new InvalidValueException(
            "Resource",
            "must be at most " + LONGEST + " characters of JSON",
            "Send large content as an attachment");
      }
    }

    @Override
    public String toString() {
      return "Finished[masked]";
    }
  }
}
