package gpcm.node.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import gpcm.exchange.DocumentState;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the README shows a library's user; {@link ReadmeTest} compares the two. */
class OurSystemTest {
  // README: begin
  @RegisterExtension
  static final LocalNetworkExtension network = LocalNetworkExtension.hubAndPractice();

  @Test
  void aDocumentReachesThePractice(LocalNetwork network) throws Exception {
    TestNode hub = network.node(LocalNetwork.HUB); // hub.url(), hub.key(...): its HTTP API
    TestNode practice = network.node(LocalNetwork.PRACTICE);
    UUID id = hub.handIn(network.consultation());
    hub.await(id, DocumentState.COMPLETED); // both acknowledgements are in
    assertEquals(1, practice.worklist().size());
  }
  // README: end
}
