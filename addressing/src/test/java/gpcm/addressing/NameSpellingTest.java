package gpcm.addressing;

import static org.assertj.core.api.Assertions.assertThat;

import gpcm.consultation.NameSpelling;
import gpcm.mesh.MeshText;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How names are compared, here and in MESH: both fold alike. */
class NameSpellingTest {
  /** What MESH carries of a name is still that name, for every letter that it can spell. */
  @Test
  void whatMeshCarriesOfALetterIsTheSameLetter() {
    List<String> differing =
        IntStream.rangeClosed(0x21, Character.MAX_CODE_POINT)
            .filter(point -> point < Character.MIN_SURROGATE || point > Character.MAX_SURROGATE)
            .filter(Character::isDefined)
            .mapToObj(Character::toString)
            .filter(MeshText::canSpell)
            .filter(letter -> !NameSpelling.same(letter, MeshText.ascii(letter)))
            .map(letter -> letter + " U+" + Integer.toHexString(letter.codePointAt(0)))
            .collect(Collectors.toList());
    assertThat(differing).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "Zoë, ZOE, true",
    "Łukasz, lukasz, true",
    "Strauß, STRAUSS, true",
    "O’Test, o'test, true",
    "Test-Example, Test Example, true",
    "Łukasz, ukasz, false",
    "Zoë, Zo, false",
    "Ли, Ан, false",
    "Ли, ??, false",
  })
  void twoSpellingsAreOneNameOrNot(String one, String other, boolean same) {
    assertThat(NameSpelling.same(one, other)).isEqualTo(same);
    assertThat(NameSpelling.same(other, one)).isEqualTo(same);
  }
}
