package gpcm.testbench;

import gpcm.consultation.OdsCode;
import gpcm.mesh.MeshBody;

/**
 * One message as it goes to MESH.
 *
 * @param messageId its MessageHeader.id, faulty or not
 * @param body what is sent
 * @param sender whose ODS code is the local id
 * @param subject the subject line of its use case
 */
record WireMessage(String messageId, MeshBody body, OdsCode sender, String subject) {
  @Override
  public String toString() {
    return "WireMessage[" + messageId + "]";
  }
}
