package gpcm.testbench;

import gpcm.mesh.MessageHeaders;
import gpcm.rules.MeshMetadata;

/** What travelled beside a received message, as the rules look at it. */
final class OutsideOf {
  private OutsideOf() {}

  static MeshMetadata received(MessageHeaders headers) {
    return MeshMetadata.received(
        MeshMetadata.Channel.API,
        headers.from().orElse(""),
        headers.to().orElse(""),
        headers.workflowId().orElse(""),
        headers.subject().orElse(""),
        headers.localId().orElse(""));
  }
}
