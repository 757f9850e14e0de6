package gpcm.node.config;

import java.time.Duration;
import java.util.Optional;

/**
 * The way to MESH.
 *
 * @param http how the node speaks to MESH itself; empty when MESH file clients carry the messages
 *     between MESH and the organisations' folders
 * @param pollInterval how long to wait between looks into an inbox
 */
public record MeshSettings(Optional<MeshHttpSettings> http, Duration pollInterval) {

  /** Who speaks to MESH. */
  enum Transport {
    HTTP,
    FOLDERS
  }
}
