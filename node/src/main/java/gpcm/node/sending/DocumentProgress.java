package gpcm.node.sending;

import gpcm.exchange.DocumentState;
import gpcm.exchange.HoldKind;
import gpcm.exchange.MeshStanding;
import java.time.Instant;
import java.util.Optional;

/**
 * How far a document has got.
 *
 * @param state where it is
 * @param acknowledgements what its receiver has answered
 * @param failure why it failed or was rejected, in words
 * @param mayHaveLeft whether a copy may have gone out
 * @param waitsUntil when the organisation's time for it ends; empty where it has none
 * @param held why and since when it is held
 * @param mesh what MESH said of it when it was asked last; empty when it was not
 * @param acceptedAt when it was handed in
 * @param updatedAt when its state changed last
 */
public record DocumentProgress(
    DocumentState state,
    AcknowledgementCodes acknowledgements,
    Optional<String> failure,
    boolean mayHaveLeft,
    Optional<Instant> waitsUntil,
    Optional<Hold> held,
    Optional<AskedMesh> mesh,
    Instant acceptedAt,
    Instant updatedAt) {

  /** What MESH said of a document, and when. */
  public record AskedMesh(MeshStanding standing, Instant at) {}

  /** Why a document is held, and since when. */
  public record Hold(HoldKind kind, Instant since) {}
}
