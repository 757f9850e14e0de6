package gpcm.message.coded;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hl7.fhir.dstu3.model.Address;
import org.hl7.fhir.dstu3.model.Annotation;
import org.hl7.fhir.dstu3.model.Attachment;
import org.hl7.fhir.dstu3.model.Base;
import org.hl7.fhir.dstu3.model.BooleanType;
import org.hl7.fhir.dstu3.model.CodeableConcept;
import org.hl7.fhir.dstu3.model.Coding;
import org.hl7.fhir.dstu3.model.HumanName;
import org.hl7.fhir.dstu3.model.Identifier;
import org.hl7.fhir.dstu3.model.Period;
import org.hl7.fhir.dstu3.model.PrimitiveType;
import org.hl7.fhir.dstu3.model.Quantity;
import org.hl7.fhir.dstu3.model.Range;
import org.hl7.fhir.dstu3.model.Ratio;
import org.hl7.fhir.dstu3.model.Reference;
import org.hl7.fhir.dstu3.model.Timing;

/** The model's values as bounded text. */
final class Texts {
  private static final int LINE = 500;
  private static final int LONG = 4_000;

  private Texts() {}

  static Optional<String> stated(String text) {
    return text == null || text.isBlank() ? Optional.empty() : Optional.of(text.strip());
  }

  /** A short text; a longer one is cut, with a mark. */
  static String line(String text) {
    return cut(text, LINE);
  }

  /** A text of several lines; a longer one is cut, with a mark. */
  static String words(String text) {
    return cut(text, LONG);
  }

  private static String cut(String text, int most) {
    if (text.length() <= most) {
      return text;
    }
    int end = Character.isHighSurrogate(text.charAt(most - 1)) ? most - 1 : most;
    return text.substring(0, end) + " … (cut here, see the original)";
  }

  /** The value of a date, a code or another primitive as it was written. */
  static String primitive(PrimitiveType<?> value) {
    return value == null ? "" : line(stated(value.getValueAsString()).orElse(""));
  }

  /** SNOMED CT before other systems; the words where nothing is coded. */
  static CodedConcept concept(CodeableConcept concept) {
    if (concept == null || concept.isEmpty()) {
      return CodedConcept.NONE;
    }
    Optional<Coding> coding =
        concept.getCoding().stream()
            .filter(each -> CodedConcept.SNOMED.equals(each.getSystem()))
            .findFirst()
            .or(() -> concept.getCoding().stream().filter(Coding::hasCode).findFirst());
    String words = stated(concept.getText()).orElse("");
    return coding
        .map(
            each -> {
              CodedConcept found = coding(each);
              return found.display().isEmpty() || found.display().equals(found.code())
                  ? new CodedConcept(
                      found.system(), found.code(), line(words.isEmpty() ? found.code() : words))
                  : found;
            })
        .orElseGet(() -> new CodedConcept("", "", line(words)));
  }

  static CodedConcept coding(Coding coding) {
    String code = stated(coding.getCode()).orElse("");
    return new CodedConcept(
        line(stated(coding.getSystem()).orElse("")),
        line(code),
        line(stated(coding.getDisplay()).orElse(code)));
  }

  static String name(HumanName name) {
    if (name.hasText()) {
      return line(name.getText().strip());
    }
    return line(
        Stream.of(name.getPrefix(), name.getGiven())
            .flatMap(List::stream)
            .map(part -> stated(part.getValueAsString()))
            .flatMap(Optional::stream)
            .collect(Collectors.joining(" "))
            .concat(stated(name.getFamily()).map(family -> " " + family).orElse(""))
            .strip());
  }

  /** A quantity without its unit. */
  static String number(Quantity quantity) {
    String comparator = primitive(quantity.getComparatorElement());
    return (comparator.isEmpty() ? "" : comparator + " ") + primitive(quantity.getValueElement());
  }

  static String unit(Quantity quantity) {
    return line(stated(quantity.getUnit()).or(() -> stated(quantity.getCode())).orElse(""));
  }

  /** Any value in words; empty when it says nothing. */
  static String of(Base value) {
    return switch (value) {
      case null -> "";
      case BooleanType flag ->
          flag.getValue() == null ? primitive(flag) : flag.getValue() ? "Yes" : "No";
      case PrimitiveType<?> primitive -> words(stated(primitive.getValueAsString()).orElse(""));
      case Quantity quantity -> (number(quantity) + " " + unit(quantity)).strip();
      case CodeableConcept concept -> concept(concept).display();
      case Coding coding -> coding(coding).display();
      case Annotation note -> words(stated(note.getText()).orElse(""));
      case Period period -> period(period);
      case Range range -> joined(" to ", of(low(range)), of(high(range)));
      case Ratio ratio ->
          joined(
              " to ",
              of(ratio.hasNumerator() ? ratio.getNumerator() : null),
              of(ratio.hasDenominator() ? ratio.getDenominator() : null));
      case Identifier identifier -> line(stated(identifier.getValue()).orElse(""));
      case Reference reference ->
          line(
              stated(reference.getDisplay()).or(() -> stated(reference.getReference())).orElse(""));
      case Attachment file -> line("a file: " + stated(file.getTitle()).orElse("without a title"));
      case Address address -> address(address);
      case Timing timing ->
          timing.getEvent().stream().map(Texts::primitive).collect(Collectors.joining(", "));
      default -> line("(" + value.fhirType() + ": see the original)");
    };
  }

  private static String address(Address address) {
    List<String> parts = new ArrayList<>();
    address.getLine().forEach(each -> parts.add(primitive(each)));
    for (String part : Arrays.asList(address.getCity(), address.getPostalCode())) {
      stated(part).ifPresent(parts::add);
    }
    return line(parts.isEmpty() ? stated(address.getText()).orElse("") : String.join(", ", parts));
  }

  private static Base low(Range range) {
    return range.hasLow() ? range.getLow() : null;
  }

  private static Base high(Range range) {
    return range.hasHigh() ? range.getHigh() : null;
  }

  private static String period(Period period) {
    return joined(
        " to ",
        primitive(period.hasStartElement() ? period.getStartElement() : null),
        primitive(period.hasEndElement() ? period.getEndElement() : null));
  }

  private static String joined(String between, String one, String other) {
    return Stream.of(one, other)
        .filter(text -> !text.isEmpty())
        .collect(Collectors.joining(between));
  }
}
