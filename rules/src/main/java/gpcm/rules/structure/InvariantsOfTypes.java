package gpcm.rules.structure;

import gpcm.rules.Element;
import gpcm.rules.MessageContext;
import gpcm.rules.Strength;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.hl7.fhir.dstu3.model.Attachment;
import org.hl7.fhir.dstu3.model.ContactPoint;
import org.hl7.fhir.dstu3.model.DomainResource;
import org.hl7.fhir.dstu3.model.Extension;
import org.hl7.fhir.dstu3.model.Period;
import org.hl7.fhir.dstu3.model.Quantity;
import org.hl7.fhir.dstu3.model.Range;
import org.hl7.fhir.dstu3.model.Ratio;
import org.hl7.fhir.dstu3.model.Reference;
import org.hl7.fhir.dstu3.model.Resource;
import org.hl7.fhir.dstu3.model.SimpleQuantity;

/** What FHIR STU3 asks of its data types. */
final class InvariantsOfTypes {
  private static final String UCUM = "http://unitsofmeasure.org";
  private static final String CURRENCY = "urn:iso:std:iso:4217";
  private static final List<String> QUANTITIES =
      List.of("Quantity", "Age", "Count", "Distance", "Duration", "Money");

  private InvariantsOfTypes() {}

  static Stream<Invariant> all() {
    List<Invariant> all = new ArrayList<>();
    for (String type : QUANTITIES) {
      all.add(
          Invariant.of(
              "qty-3",
              type,
              Quantity.class,
              "a system where the unit has a code",
              quantity -> !quantity.hasCode() || quantity.hasSystem()));
    }
    all.addAll(quantities());
    all.addAll(values());
    all.addAll(links());
    return all.stream();
  }

  private static List<Invariant> quantities() {
    return List.of(
        Invariant.of(
            "sqty-1",
            "Quantity",
            SimpleQuantity.class,
            "no comparator in a simple quantity",
            quantity -> !quantity.hasComparator()),
        Invariant.of(
            "age-1",
            "Age",
            Quantity.class,
            "an age with a value above 0 and a code of UCUM",
            age -> coded(age, UCUM) && (!age.hasValue() || age.getValue().signum() > 0)),
        Invariant.of(
            "cnt-3",
            "Count",
            Quantity.class,
            "a count that is a whole number with the code 1 of UCUM",
            count ->
                coded(count, UCUM)
                    && (!count.hasCode() || count.getCode().equals("1"))
                    && (!count.hasValue() || count.getValue().scale() <= 0)),
        Invariant.of(
            "dis-1",
            "Distance",
            Quantity.class,
            "a distance whose value has a code of UCUM",
            distance -> coded(distance, UCUM)),
        Invariant.of(
            "drt-1",
            "Duration",
            Quantity.class,
            "a duration whose code is of UCUM and stands beside a value",
            duration ->
                !duration.hasCode() || (UCUM.equals(duration.getSystem()) && duration.hasValue())),
        Invariant.of(
            "mny-1",
            "Money",
            Quantity.class,
            "an amount of money with a code of ISO 4217",
            money -> coded(money, CURRENCY)));
  }

  private static boolean coded(Quantity quantity, String system) {
    return (quantity.hasCode() || !quantity.hasValue())
        && (!quantity.hasSystem() || quantity.getSystem().equals(system));
  }

  private static List<Invariant> values() {
    return List.of(
        Invariant.of(
            "per-1",
            "Period",
            Period.class,
            "a period that does not end before it starts",
            period ->
                !period.hasStart()
                    || !period.hasEnd()
                    || !Moments.after(period.getStartElement(), period.getEndElement())),
        Invariant.of(
            "rng-2",
            "Range",
            Range.class,
            "a range whose low is not above its high",
            range -> !above(range.getLow(), range.getHigh())),
        Invariant.of(
            "rat-1",
            "Ratio",
            Ratio.class,
            "a ratio with numerator and denominator, or with neither and an extension",
            ratio ->
                ratio.hasNumerator() == ratio.hasDenominator()
                    && (ratio.hasNumerator() || ratio.hasExtension())),
        Invariant.of(
                "att-1",
                "Attachment",
                Attachment.class,
                "a contentType where there is data",
                attachment -> !attachment.hasData() || attachment.hasContentType())
            .at("contentType"),
        Invariant.of(
                "cpt-2",
                "ContactPoint",
                ContactPoint.class,
                "a system where there is a value",
                contact -> !contact.hasValue() || contact.hasSystem())
            .at("system"));
  }

  /** Told only where both are of one unit. */
  private static boolean above(Quantity low, Quantity high) {
    BigDecimal least = low.getValue();
    BigDecimal most = high.getValue();
    boolean same =
        String.valueOf(low.getCode()).equals(String.valueOf(high.getCode()))
            && String.valueOf(low.getUnit()).equals(String.valueOf(high.getUnit()));
    return least != null && most != null && same && least.compareTo(most) > 0;
  }

  private static List<Invariant> links() {
    return List.of(
        Invariant.of(
            "ext-1",
            "Extension",
            Extension.class,
            "an extension with either a value or extensions",
            extension -> extension.hasExtension() != extension.hasValue()),
        new Invariant(
            "ref-1",
            "Reference",
            Strength.MUST,
            "",
            "a contained resource where a reference begins with #",
            InvariantsOfTypes::contained));
  }

  private static boolean contained(MessageContext context, Element element) {
    if (!(element.value() instanceof Reference reference)
        || reference.getReference() == null
        || !reference.getReference().startsWith("#")) {
      return true;
    }
    String id = reference.getReference().substring(1);
    for (Resource around : element.resources()) {
      if (around instanceof DomainResource resource && !context.contained(resource, id).isEmpty()) {
        return true;
      }
    }
    return false;
  }
}
