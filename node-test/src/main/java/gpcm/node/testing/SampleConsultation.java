package gpcm.node.testing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import gpcm.consultation.Document;
import gpcm.consultation.json.DocumentJson;
import gpcm.mesh.server.RegisteredPatient;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** A small Consultation Summary, of another encounter each time. */
final class SampleConsultation {
  private SampleConsultation() {}

  static Document about(RegisteredPatient patient, TestOrganisation from, TestOrganisation to) {
    ObjectNode root = template();
    root.put("encounterId", UUID.randomUUID().toString());
    ObjectNode whom = root.withObject("/patient");
    whom.put("nhsNumber", patient.nhsNumber());
    whom.put("birthDate", patient.birthDate().toString());
    whom.withObject("/name").put("family", patient.surname());
    root.withObject("/organisation").put("odsCode", from.ods().value()).put("name", from.name());
    root.withObject("/registeredPractice").put("odsCode", to.ods().value()).put("name", to.name());
    return DocumentJson.read(root.toString().getBytes(StandardCharsets.UTF_8));
  }

  private static ObjectNode template() {
    try {
      return (ObjectNode)
          new ObjectMapper()
              .readTree(
                  """
                  {
                    "useCase": "consultation-summary",
                    "version": 1,
                    "confidential": false,
                    "occurredAt": "2026-11-20T18:35:00Z",
                    "patient": {
                      "nhsNumberVerification": "01",
                      "name": { "given": ["Alpha"] },
                      "gender": "unknown"
                    },
                    "practitioner": {
                      "sdsUserId": "555000000001",
                      "name": { "family": "Fictional", "given": ["Bravo"], "prefix": "Dr" },
                      "role": "General Medical Practitioner",
                      "telephone": "01632960100"
                    },
                    "organisation": {
                      "telephone": "01632960100",
                      "email": "hub@sampleton.example",
                      "branchLocation": "Sampleton Health Centre"
                    },
                    "registeredPractice": {},
                    "sections": [
                      { "title": "History", "items": [{ "text": "Sore throat for three days." }] }
                    ],
                    "followUpActions": [],
                    "attachments": []
                  }
                  """);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the sample consultation is no JSON", e);
    }
  }
}
