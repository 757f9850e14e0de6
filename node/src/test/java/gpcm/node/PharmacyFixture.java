package gpcm.node;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import gpcm.consultation.json.DocumentJson;
import gpcm.exchange.DocumentState;
import gpcm.mesh.server.InjectedFault;
import java.io.IOException;
import java.util.UUID;

/** Online consultations for a pharmacy, of which the practice gets a copy for information. */
abstract class PharmacyFixture extends ConsultationFixture {
  // MESH refuses the mailbox, which is left alone for a while then.
  JsonNode builtForThePharmacy(String words) throws Exception {
    network.mesh().add(InjectedFault.answer("POST", "/outbox", 403, 100_000));
    JsonNode original = created(record(forThePharmacy(words)));
    awaitState(original, DocumentState.BUILT);
    // Until MESH is asked no more, and no attempt is under way; a refusal of a test before this
    // one may still stand there, and hold nothing.
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                network.count(
                        "select count(*) from mailbox where organisation = '%s' and held_until > '%s'"
                            .formatted(TestNetwork.HUB, network.clock().instant()))
                    == 1);
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                network.count(
                        "select count(*) from document where encounter_id = '%s' and state = 'built' and posting = 'none'"
                            .formatted(encounter))
                    == 2);
    return original;
  }

  static UUID copyOf(JsonNode original) {
    return UUID.fromString(
        network.one("select id from document where copy_of = '%s'".formatted(id(original))));
  }

  ObjectNode forThePharmacy(String words) throws IOException {
    ObjectNode online =
        (ObjectNode)
            MAPPER.readTree(
                DocumentJson.write(
                    TestNetwork.document("online-consultation-pharmacy.json", TestNetwork.HUB)));
    online.putArray("attachments");
    withoutPictures(online);
    online.remove("version");
    ((ObjectNode) online.at("/sections/0")).put("title", words);
    return online.put("encounterId", encounter);
  }
}
