package gpcm.node.web;

import static org.assertj.core.api.Assertions.assertThat;

import gpcm.node.working.ListFilter;
import gpcm.node.working.ListSort;
import gpcm.node.working.ListView;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The list that a document was opened from, as the pages under it carry it on. */
class ListPlaceTest {
  private static ListPlace place(ListView view, Map<String, String> asked, Optional<UUID> next) {
    return new ListPlace(view, ListSort.DUE, ListFilter.NONE, asked, OptionalInt.empty(), next);
  }

  @Test
  void aFormThatAsksForAPageHasTheSameInItsFieldsAsAnAddress() {
    UUID next = UUID.randomUUID();
    ListPlace place = place(ListView.MINE, Map.of("sender", "A1&b"), Optional.of(next));
    assertThat(place.text()).contains("view=mine", "sender=A1%26b", "next=" + next);
    assertThat(place.fields())
        .containsEntry("view", "mine")
        .containsEntry("sender", "A1&b")
        .containsEntry("next", next.toString());
  }

  @Test
  void theUsualListNeedsNothing() {
    ListPlace usual = place(ListView.ALL, Map.of(), Optional.empty());
    UUID entry = UUID.randomUUID();
    assertThat(usual.fields()).isEmpty();
    assertThat(usual.under(entry, "/files/0")).isEqualTo("/worklist/" + entry + "/files/0");
    assertThat(usual.asking(entry, "done=take")).isEqualTo("/worklist/" + entry + "?done=take");
  }
}
