package gpcm.rules.structure;

import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The grammar of UCUM: units of the table, multiplied and divided, with prefixes, exponents and
 * annotations.
 *
 * @param prefixes such as {@code k}
 * @param metric units that take a prefix
 * @param others units that take none
 */
record Units(Set<String> prefixes, Set<String> metric, Set<String> others) {
  static final String SYSTEM = "http://unitsofmeasure.org";
  private static final int DEEPEST = 20;
  private static final Pattern EXPONENT = Pattern.compile("[+-]?[0-9]{1,9}$");

  boolean has(String code) {
    Reading reading = new Reading(code);
    return reading.term(0) && reading.at == code.length();
  }

  private final class Reading {
    private final String code;
    private int at;

    Reading(String code) {
      this.code = code;
    }

    private boolean next(char sign) {
      boolean there = at < code.length() && code.charAt(at) == sign;
      at += there ? 1 : 0;
      return there;
    }

    boolean term(int depth) {
      next('/');
      do {
        if (!component(depth)) {
          return false;
        }
      } while (next('.') || next('/'));
      return true;
    }

    private boolean component(int depth) {
      if (next('(')) {
        return depth < DEEPEST && term(depth + 1) && next(')');
      }
      if (at < code.length() && code.charAt(at) == '{') {
        return annotation();
      }
      int start = at;
      while (at < code.length() && "./(){}".indexOf(code.charAt(at)) < 0) {
        int end = code.charAt(at) == '[' ? code.indexOf(']', at) : at;
        if (end < 0) {
          return false;
        }
        at = end + 1;
      }
      return unit(code.substring(start, at)) && annotation();
    }

    private boolean annotation() {
      if (!next('{')) {
        return true;
      }
      int end = code.indexOf('}', at);
      boolean plain =
          end >= 0
              && code.substring(at, end).chars().allMatch(c -> c > ' ' && c < 0x7F && c != '{');
      at = end + 1;
      return plain;
    }
  }

  private boolean unit(String text) {
    if (text.isEmpty() || text.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return !text.isEmpty();
    }
    Matcher exponent = EXPONENT.matcher(text);
    return atom(text) || (exponent.find() && atom(text.substring(0, exponent.start())));
  }

  private boolean atom(String text) {
    if (metric.contains(text) || others.contains(text)) {
      return true;
    }
    return prefixes.stream()
        .anyMatch(
            prefix -> text.startsWith(prefix) && metric.contains(text.substring(prefix.length())));
  }
}
