package gpcm.fhir;

import java.util.Locale;
import org.hl7.fhir.dstu3.model.Base;
import org.hl7.fhir.dstu3.model.Property;

/** The names elements have on the wire. */
final class ModelNames {
  private ModelNames() {}

  /** The element name of a value of this property; a choice carries its type in the name. */
  static String of(Property property, Base value) {
    String name = property.getName();
    if (!name.endsWith("[x]")) {
      return name;
    }
    String type = value.fhirType();
    return name.substring(0, name.length() - 3)
        + type.substring(0, 1).toUpperCase(Locale.ROOT)
        + type.substring(1);
  }
}
