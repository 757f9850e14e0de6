package gpcm.message.coded;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.hl7.fhir.dstu3.model.Annotation;
import org.hl7.fhir.dstu3.model.Base;
import org.hl7.fhir.dstu3.model.CodeableConcept;
import org.hl7.fhir.dstu3.model.Period;
import org.hl7.fhir.dstu3.model.PrimitiveType;
import org.hl7.fhir.dstu3.model.Quantity;
import org.hl7.fhir.dstu3.model.Reference;
import org.hl7.fhir.dstu3.model.Resource;

/** What one resource says, as it is found out. Belongs to one thread. */
final class Facts {
  /** A questionnaire of more answers than these is read in the original. */
  private static final int MOST_DETAILS = 500;

  /** What more belongs to it stands by itself. */
  private static final int MOST_BELONGING = 20;

  CodedConcept concept = CodedConcept.NONE;
  String value = "";
  String unit = "";
  String from = "";
  String until = "";
  String recorded = "";
  String status = "";
  final List<Reference> sayers = new ArrayList<>();
  private final List<CodedDetail> details = new ArrayList<>();
  private final IdentityHashMap<Resource, Integer> belonging = new IdentityHashMap<>();

  Facts code(CodeableConcept code) {
    concept = Texts.concept(code);
    String words = code == null ? "" : Texts.stated(code.getText()).orElse("");
    return words.isEmpty() || Texts.line(words).equals(concept.display())
        ? this
        : detail("In the sender's words", Texts.words(words));
  }

  Facts value(Base found) {
    if (found instanceof Quantity quantity) {
      value = Texts.number(quantity);
      unit = Texts.unit(quantity);
    } else {
      value = Texts.of(found);
    }
    return this;
  }

  /** When it was or is so: a date, or a period. */
  Facts at(Base time) {
    if (time instanceof Period period) {
      from = Texts.primitive(period.hasStartElement() ? period.getStartElement() : null);
      until = Texts.primitive(period.hasEndElement() ? period.getEndElement() : null);
    } else if (time instanceof PrimitiveType<?> date) {
      from = Texts.primitive(date);
    } else if (time != null) {
      from = Texts.of(time);
    }
    return this;
  }

  Facts until(Base time) {
    until = Texts.of(time);
    return this;
  }

  Facts recorded(PrimitiveType<?> date) {
    recorded = Texts.primitive(date);
    return this;
  }

  /** Its status in the sender's system; several are told one after the other. */
  Facts status(PrimitiveType<?>... given) {
    status =
        Arrays.stream(given)
            .filter(Objects::nonNull)
            .map(Texts::primitive)
            .filter(text -> !text.isEmpty())
            .collect(Collectors.joining(", "));
    return this;
  }

  /** Who may say so: the first that leads to somebody counts. */
  Facts saidBy(Reference who) {
    if (who != null && !who.isEmpty()) {
      sayers.add(who);
    }
    return this;
  }

  Facts detail(String label, String text) {
    return text.isEmpty() ? this : detail(new CodedDetail(label, text, 0));
  }

  Facts detail(CodedDetail detail) {
    if (details.size() < MOST_DETAILS) {
      details.add(detail);
    } else if (details.size() == MOST_DETAILS) {
      details.add(new CodedDetail("There is more of it", "see the original", 0));
    }
    return this;
  }

  Facts detail(String label, Base found) {
    return detail(label, Texts.of(found));
  }

  Facts details(String label, List<? extends Base> found) {
    found.forEach(each -> detail(label, each));
    return this;
  }

  /** Before all others. */
  void first(String label, String text) {
    details.addFirst(new CodedDetail(label, text, 0));
  }

  List<CodedDetail> details() {
    return details;
  }

  /** Whether it is among the details already, whatever it is called there. */
  boolean says(String text) {
    return details.stream().anyMatch(detail -> detail.value().equals(text));
  }

  /** A resource that only belongs to this one; false when there are too many. */
  boolean owns(Resource resource) {
    return belonging.containsKey(resource)
        || (belonging.size() < MOST_BELONGING
            && belonging.putIfAbsent(resource, belonging.size()) == null);
  }

  /** Resources that only belong to this one, in the order in which they were found. */
  List<Resource> belonging() {
    return belonging.entrySet().stream()
        .sorted(Map.Entry.comparingByValue())
        .map(Map.Entry::getKey)
        .toList();
  }

  Facts notes(List<Annotation> notes) {
    return details("Note", notes);
  }
}
