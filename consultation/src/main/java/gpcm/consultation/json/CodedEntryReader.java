package gpcm.consultation.json;

import gpcm.consultation.Address;
import gpcm.consultation.CheckedText;
import gpcm.consultation.ClinicalCode;
import gpcm.consultation.CodedEntry;
import gpcm.consultation.InvalidValueException;
import gpcm.consultation.OdsCode;
import gpcm.consultation.ProviderPreference;
import gpcm.consultation.Telephone;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;

/** A coded entry out of its JSON object, whose one field says what it is. */
final class CodedEntryReader {
  private CodedEntryReader() {}

  static Optional<CodedEntry> entry(JsonObjectReader f) {
    Optional<String> kind =
        f.exactlyOne(
            "entry",
            "resourceType",
            "observation",
            "allergy",
            "familyHistory",
            "referral",
            "task",
            "consent",
            "location",
            "problem",
            "medication",
            "vaccination",
            "testRequest",
            "testResult");
    if (kind.isEmpty()) {
      return Optional.empty();
    }
    Optional<CodedEntry> entry =
        f.requiredObject(
            kind.get(),
            fields ->
                switch (kind.get()) {
                  case "observation" -> observation(fields);
                  case "allergy" -> allergy(fields);
                  case "familyHistory" -> familyHistory(fields);
                  case "referral" -> referral(fields);
                  case "task" -> task(fields);
                  case "consent" -> consent(fields);
                  case "location" -> location(fields);
                  case "problem" -> problem(fields);
                  case "medication" -> medication(fields);
                  case "vaccination" -> vaccination(fields);
                  case "testRequest" -> testRequest(fields);
                  default -> testResult(fields);
                });
    return f.build(entry::orElseThrow);
  }

  private static Optional<CodedEntry> observation(JsonObjectReader f) {
    Optional<ClinicalCode> code = code(f, "code");
    Optional<BigDecimal> quantity = f.optional("quantity", NotesReader::decimal);
    Optional<String> unit = line(f, "unit");
    Optional<String> text = note(f, "text");
    Optional<Instant> recordedAt = f.required("recordedAt", ConsultationReader::instant);
    boolean checked = f.flag("checked");
    return f.build(
        () ->
            new CodedEntry.Observation(
                code.orElseThrow(), quantity, unit, text, recordedAt.orElseThrow(), checked));
  }

  private static Optional<CodedEntry> allergy(JsonObjectReader f) {
    Optional<ClinicalCode> code = code(f, "code");
    Optional<CodedEntry.Allergy.Category> category =
        f.required(
            "category",
            text ->
                PeopleReader.oneOf(
                    "Category",
                    CodedEntry.Allergy.Category.values(),
                    CodedEntryWriter::small,
                    text));
    Optional<LocalDate> recordedOn = f.required("recordedOn", PeopleReader::date);
    Optional<String> reaction = line(f, "reaction");
    Optional<String> note = note(f, "note");
    return f.build(
        () ->
            new CodedEntry.Allergy(
                code.orElseThrow(),
                category.orElseThrow(),
                recordedOn.orElseThrow(),
                reaction,
                note));
  }

  private static Optional<CodedEntry> familyHistory(JsonObjectReader f) {
    Optional<String> relationship = requiredLine(f, "relationship");
    Optional<ClinicalCode> condition = code(f, "condition");
    Optional<String> note = note(f, "note");
    return f.build(
        () ->
            new CodedEntry.FamilyHistory(
                relationship.orElseThrow(), condition.orElseThrow(), note));
  }

  private static Optional<CodedEntry> referral(JsonObjectReader f) {
    Optional<ClinicalCode> reason = code(f, "reason");
    Optional<String> description = requiredNote(f, "description");
    Optional<CodedEntry.Priority> priority = priority(f);
    return f.build(
        () ->
            new CodedEntry.Referral(
                reason.orElseThrow(), description.orElseThrow(), priority.orElseThrow()));
  }

  private static Optional<CodedEntry> task(JsonObjectReader f) {
    Optional<String> text = requiredLine(f, "text");
    Optional<String> reason = line(f, "reason");
    Optional<CodedEntry.Priority> priority = priority(f);
    return f.build(() -> new CodedEntry.Task(text.orElseThrow(), reason, priority.orElseThrow()));
  }

  private static Optional<CodedEntry> consent(JsonObjectReader f) {
    Optional<String> category = requiredLine(f, "category");
    Optional<URI> policy = f.required("policy", CodedEntryReader::uri);
    Optional<LocalDate> from = f.required("from", PeopleReader::date);
    return f.build(
        () ->
            new CodedEntry.Consent(
                category.orElseThrow(), policy.orElseThrow(), from.orElseThrow()));
  }

  static Optional<ProviderPreference> preference(JsonObjectReader f) {
    Optional<OdsCode> odsCode = f.required("odsCode", OdsCode::new);
    Optional<CodedEntry.Location> place = place(f);
    return f.build(() -> new ProviderPreference(odsCode.orElseThrow(), place.orElseThrow()));
  }

  private static Optional<CodedEntry> location(JsonObjectReader f) {
    Optional<CodedEntry.Location> place = place(f);
    return f.build(place::orElseThrow);
  }

  /** The fields of a place, beside which others may stand. */
  private static Optional<CodedEntry.Location> place(JsonObjectReader f) {
    Optional<OdsCode> siteCode = f.required("siteCode", OdsCode::new);
    Optional<String> name = requiredLine(f, "name");
    Optional<Telephone> telephone = f.required("telephone", Telephone::new);
    Optional<String> type = line(f, "type");
    Optional<Address> address = f.optionalObject("address", PeopleReader::address);
    return siteCode.flatMap(
        code ->
            name.flatMap(
                called ->
                    telephone.map(
                        number -> new CodedEntry.Location(code, called, number, type, address))));
  }

  private static Optional<CodedEntry> problem(JsonObjectReader f) {
    Optional<ClinicalCode> code = code(f, "code");
    boolean major = f.flag("major");
    Optional<LocalDate> recordedOn = f.required("recordedOn", PeopleReader::date);
    Optional<LocalDate> since = f.optional("since", PeopleReader::date);
    Optional<String> note = note(f, "note");
    return f.build(
        () ->
            new CodedEntry.Problem(
                code.orElseThrow(), major, recordedOn.orElseThrow(), since, note));
  }

  private static Optional<CodedEntry> medication(JsonObjectReader f) {
    Optional<ClinicalCode> code = code(f, "code");
    Optional<URI> system = f.required("identifierSystem", CodedEntryReader::uri);
    Optional<String> identifier = requiredLine(f, "identifier");
    Optional<String> dosage = requiredNote(f, "dosage");
    Optional<BigDecimal> quantity = f.required("quantity", NotesReader::decimal);
    Optional<String> unit = requiredLine(f, "unit");
    Optional<LocalDate> from = f.required("from", PeopleReader::date);
    return f.build(
        () ->
            new CodedEntry.Medication(
                code.orElseThrow(),
                system.orElseThrow(),
                identifier.orElseThrow(),
                dosage.orElseThrow(),
                quantity.orElseThrow(),
                unit.orElseThrow(),
                from.orElseThrow()));
  }

  private static Optional<CodedEntry> vaccination(JsonObjectReader f) {
    Optional<ClinicalCode> procedure = code(f, "procedure");
    Optional<String> vaccine = requiredLine(f, "vaccine");
    Optional<LocalDate> givenOn = f.required("givenOn", PeopleReader::date);
    Optional<String> lotNumber = line(f, "lotNumber");
    Optional<LocalDate> expires = f.optional("expires", PeopleReader::date);
    Optional<String> site = line(f, "site");
    Optional<String> note = note(f, "note");
    return f.build(
        () ->
            new CodedEntry.Vaccination(
                procedure.orElseThrow(),
                vaccine.orElseThrow(),
                givenOn.orElseThrow(),
                lotNumber,
                expires,
                site,
                note));
  }

  private static Optional<CodedEntry> testRequest(JsonObjectReader f) {
    Optional<ClinicalCode> code = code(f, "code");
    Optional<String> reason = line(f, "reason");
    return f.build(() -> new CodedEntry.TestRequest(code.orElseThrow(), reason));
  }

  private static Optional<CodedEntry> testResult(JsonObjectReader f) {
    Optional<ClinicalCode> code = code(f, "code");
    Optional<Instant> issuedAt = f.required("issuedAt", ConsultationReader::instant);
    Optional<String> conclusion = requiredNote(f, "conclusion");
    Optional<String> specimen = requiredLine(f, "specimen");
    Optional<Instant> receivedAt = f.required("receivedAt", ConsultationReader::instant);
    return f.build(
        () ->
            new CodedEntry.TestResult(
                code.orElseThrow(),
                issuedAt.orElseThrow(),
                conclusion.orElseThrow(),
                specimen.orElseThrow(),
                receivedAt.orElseThrow()));
  }

  private static Optional<ClinicalCode> code(JsonObjectReader f, String name) {
    return f.requiredObject(name, NotesReader::code);
  }

  private static Optional<String> line(JsonObjectReader f, String name) {
    return f.optional(name, text -> CheckedText.line(name, text));
  }

  private static Optional<String> requiredLine(JsonObjectReader f, String name) {
    return f.required(name, text -> CheckedText.line(name, text));
  }

  private static Optional<String> note(JsonObjectReader f, String name) {
    return f.optional(name, text -> CheckedText.note(name, text));
  }

  private static Optional<String> requiredNote(JsonObjectReader f, String name) {
    return f.required(name, text -> CheckedText.note(name, text));
  }

  private static Optional<CodedEntry.Priority> priority(JsonObjectReader f) {
    return f.required(
        "priority",
        text ->
            PeopleReader.oneOf(
                "Priority", CodedEntry.Priority.values(), CodedEntryWriter::small, text));
  }

  private static URI uri(String text) {
    try {
      URI uri = URI.create(text);
      if (uri.isAbsolute()) {
        return uri;
      }
    } catch (IllegalArgumentException e) {
      // said below, without the text
    }
    throw new InvalidValueException(
        "URI", "must be an absolute URI", "Begin it with https: or urn:");
  }
}
