package gpcm.mesh;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A MESH header carries printable ASCII only; a name must survive that recognisably. */
class MeshTextTest {
  @ParameterizedTest
  @CsvSource({
    "Testpatient, Testpatient",
    "Siân Ŵyn, Sian Wyn",
    "Łucja Dąbek, Lucja Dabek",
    "Straße, Strasse",
    "Ünlü Çığ, Unlu Cig",
    "O’Test, O'Test",
    "测试, ??"
  })
  void letters_outside_ascii_are_spelt_in_it(String name, String ascii) {
    assertThat(MeshText.ascii(name)).isEqualTo(ascii);
  }

  @Test
  void a_line_break_cannot_smuggle_a_header() {
    assertThat(MeshText.ascii("a\r\nMex-To: x")).isEqualTo("a??Mex-To: x");
  }

  @Test
  void a_subject_longer_than_mesh_takes_shows_that_it_was_cut() {
    assertThat(MeshText.subject("x".repeat(600))).hasSize(500).endsWith("x...");
    assertThat(MeshText.subject("x".repeat(500))).hasSize(500).endsWith("x");
  }
}
