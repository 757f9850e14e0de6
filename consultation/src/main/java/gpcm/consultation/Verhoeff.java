package gpcm.consultation;

/**
 * Verhoeff's check digit over the dihedral group of the pentagon, as SNOMED CT identifiers use it.
 */
final class Verhoeff {
  private Verhoeff() {}

  /** Whether the last digit checks the ones before it. */
  static boolean fits(String digits) {
    int sum = 0;
    for (int i = 0; i < digits.length(); i++) {
      int digit = digits.charAt(digits.length() - 1 - i) - '0';
      sum = multiply(sum, permute(i, digit));
    }
    return sum == 0;
  }

  /** Numbers 0 to 4 turn the pentagon, 5 to 9 turn and flip it. */
  private static int multiply(int a, int b) {
    if (a < 5) {
      return b < 5 ? (a + b) % 5 : 5 + (a + b) % 5;
    }
    return b < 5 ? 5 + Math.floorMod(a - b, 5) : Math.floorMod(a - b, 5);
  }

  private static int permute(int position, int digit) {
    int result = digit;
    for (int i = 0; i < position % 8; i++) {
      result = "1576283094".charAt(result) - '0';
    }
    return result;
  }
}
