package gpcm.node.testing;

import static org.assertj.core.api.Assertions.assertThat;

import gpcm.exchange.DocumentState;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.extension.RegisterExtension;

/** In a field of the instance the extension gives each test a network of its own. */
class NetworkForEachTest {
  @RegisterExtension final LocalNetworkExtension network = LocalNetworkExtension.hubAndPractice();

  @RepeatedTest(2)
  void each_test_finds_an_empty_network(LocalNetwork given) throws Exception {
    TestNode hub = given.node(LocalNetwork.HUB);
    assertThat(given.node(LocalNetwork.PRACTICE).worklist()).isEmpty();
    hub.await(hub.handIn(given.consultation()), DocumentState.COMPLETED);
    assertThat(network.network()).isSameAs(given);
  }
}
