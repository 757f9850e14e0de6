package gpcm.audit.fhir;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A code with its system, as FHIR writes it. */
record Code(String system, String code, String display) {
  private static final String TERMINOLOGY = "http://terminology.hl7.org/CodeSystem/";

  static Code dicom(String code, String display) {
    return new Code("http://dicom.nema.org/resources/ontology/DCM", code, display);
  }

  static Code terminology(String name, String code, String display) {
    return new Code(TERMINOLOGY + name, code, display);
  }

  static Code interaction(String code) {
    return new Code("http://hl7.org/fhir/restful-interaction", code, code);
  }

  Map<String, Object> coding() {
    Map<String, Object> coding = new LinkedHashMap<>();
    coding.put("system", system);
    coding.put("code", code);
    coding.put("display", display);
    return coding;
  }

  Map<String, Object> concept() {
    return Map.of("coding", List.of(coding()));
  }
}
