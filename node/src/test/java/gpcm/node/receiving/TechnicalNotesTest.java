package gpcm.node.receiving;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What staff act on, and what is about the sender's system only. */
class TechnicalNotesTest {
  private static EntryStanding warned(String... warnings) {
    return new EntryStanding(WorklistEntry.State.TO_DO, Optional.empty(), List.of(warnings), false);
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
            "GPCM-SD-GE-208 (SHOULD):"
                + " Bundle.entry[2].resource.ofType(Bundle).entry[5].resource.ofType(Immunization).doseQuantity,"
                + " expected present when notGiven is false",
            "GPCM-SD-GE-208 (SHOULD):"
                + " Bundle.entry[2].resource.ofType(Bundle).entry[6].resource.ofType(Immunization).doseQuantity,"
                + " expected present when notGiven is false");
    assertThat(standing.forStaff()).isEmpty();
    assertThat(standing.technicalNotes())
        .containsExactly(
            "Immunization, dose quantity: expected present when notGiven is false"
                + " (GPCM-SD-GE-208), in 2 places.");
  }

  @Test
  void whatIsToleratedIsANote() {
    EntryStanding standing =
        warned("Tolerated: Bundle.entry.fullUrl, expected one entry for each fullUrl");
    assertThat(standing.forStaff()).isEmpty();
    assertThat(standing.technicalNotes())
        .containsExactly(
            "bundle entry full url: expected one entry for each fullUrl; let pass here.");
  }
}
