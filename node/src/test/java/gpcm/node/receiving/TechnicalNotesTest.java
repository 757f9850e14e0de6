package gpcm.node.receiving;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What staff act on, and what is about the sender's system only. */
class TechnicalNotesTest {
  private static EntryStanding warned(String... warnings) {
    return new EntryStanding(WorklistEntry.State.TO_DO, Optional.empty(), List.of(warnings));
  }

  @Test
  void aWarningAboutThePatientIsForStaff() {
    EntryStanding standing = warned("The surname differs from the one registered here.");
    assertThat(standing.forStaff())
        .containsExactly("The surname differs from the one registered here.");
    assertThat(standing.technicalNotes()).isEmpty();
  }

  @Test
  void aRuleThatIsBrokenInManyPlacesIsOneNoteInWordsWithoutThem() {
    EntryStanding standing =
        warned(
            "GPCM-SD-OC-050 (SHOULD): Bundle.entry[1].resource.code, expected a SNOMED CT code",
            "GPCM-SD-OC-050 (SHOULD): Bundle.entry[2].resource.code, expected a SNOMED CT code");
    assertThat(standing.forStaff()).isEmpty();
    assertThat(standing.technicalNotes())
        .containsExactly(
            "The sender's system should send a SNOMED CT code (GPCM-SD-OC-050). Not so in 2"
                + " places.");
  }

  @Test
  void whatIsToleratedIsANote() {
    EntryStanding standing =
        warned("Tolerated: Bundle.entry.fullUrl, expected one entry for each fullUrl");
    assertThat(standing.forStaff()).isEmpty();
    assertThat(standing.technicalNotes())
        .containsExactly(
            "The sender's system should send one entry for each fullUrl; this is let pass here.");
  }
}
