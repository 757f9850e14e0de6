package gpcm.rules;

import java.util.List;
import java.util.Locale;
import org.hl7.fhir.dstu3.model.Base;

/**
 * Which use case a message belongs to: told by LocalExtension and Composition.type together, never
 * by the workflow id. The published examples of both older use cases say {@code
 * SendDocument-ConsultationSummary}, so for that spelling the type decides.
 */
public final class UseCaseOf {
  public static final String CONSULTATION_REPORT = "SendDocument-ConsultationReport";
  public static final String CONSULTATION_SUMMARY = "SendDocument-ConsultationSummary";
  public static final String ONLINE_CONSULTATION = "SendDocument-OnlineConsultationReport";
  public static final String GENERIC = "SendDocument-Generic";
  public static final String CONSULTATION_TYPE = "371531000";
  public static final String ONLINE_TYPE = "149951000000107";

  private static final ElementPath LOCAL_EXTENSION =
      ElementPath.of("extension(MessageHandling)/extension(LocalExtension)/value");

  private UseCaseOf() {}

  static UseCaseKey message(MessageContext context) {
    String said =
        context.header().stream()
            .flatMap(header -> LOCAL_EXTENSION.values(header).stream())
            .map(Element::value)
            .filter(Base::isPrimitive)
            .map(value -> String.valueOf(value.primitiveValue()))
            .findFirst()
            .orElse("");
    List<String> types =
        context.composition().stream()
            .flatMap(composition -> composition.children("type").stream())
            .flatMap(type -> type.codes().stream())
            .toList();
    return tell(said.toLowerCase(Locale.ROOT), types);
  }

  private static UseCaseKey tell(String said, List<String> types) {
    if (said.equals(lower(GENERIC))) {
      return UseCaseKey.GE;
    }
    if (said.equals(lower(ONLINE_CONSULTATION)) || types.contains(ONLINE_TYPE)) {
      return UseCaseKey.OC;
    }
    if (said.equals(lower(CONSULTATION_REPORT))
        || said.equals(lower(CONSULTATION_SUMMARY))
        || types.contains(CONSULTATION_TYPE)) {
      return UseCaseKey.CS;
    }
    // What says nothing and is neither report can only be a document of another kind.
    return said.isEmpty() ? UseCaseKey.GE : UseCaseKey.UNKNOWN;
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }
}
