package gpcm.rules;

import java.util.List;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What the numbered requirements have said of a message: the same fault of the same element is not
 * told a second time under FHIR's name or a profile's.
 */
final class AlreadySaid {
  private static final Pattern OF_TYPE = Pattern.compile("\\.ofType\\([A-Za-z]+\\)");
  private static final int WARNED = 0;
  private static final int FAULT = 1;

  private final List<Finding> findings;
  // Sorted, so that what was said inside an element stands together.
  private final NavigableMap<String, Integer> said = new TreeMap<>();

  AlreadySaid(List<Finding> findings) {
    this.findings = List.copyOf(findings);
  }

  /**
   * A fault of the element itself, of what it stands in within its resource, or the absence of
   * something in an element that is not there, was told. What is only warned of, or tolerated,
   * hides nothing that makes a message invalid.
   *
   * @param others paths of other elements where it may have been told
   */
  boolean covers(Finding finding, Set<String> others) {
    read();
    int least = weight(finding);
    return covers(plain(finding.path()), least)
        || others.stream().anyMatch(other -> said.getOrDefault(plain(other), -1) >= least)
        || (finding.found().equals(Finding.NOTHING) && inside(plain(finding.path()), least));
  }

  /** Whether anything was told of just this element. */
  boolean at(String path) {
    read();
    return said.containsKey(plain(path));
  }

  private void read() {
    if (said.isEmpty()) {
      findings.forEach(one -> said.merge(plain(one.path()), weight(one), Math::max));
    }
  }

  private boolean covers(String path, int least) {
    if (said.getOrDefault(path, -1) >= least) {
      return true;
    }
    for (int end = path.length() - 1; end > 0; end--) {
      char at = path.charAt(end);
      if (at != '.' && at != '[') {
        continue;
      }
      String owner = path.substring(0, end);
      if (owner.endsWith(".resource") || owner.equals("Bundle")) {
        return false;
      }
      if (said.getOrDefault(owner, -1) >= least) {
        return true;
      }
    }
    return false;
  }

  private boolean inside(String missing, int least) {
    return anyFrom(missing + ".", missing + "/", least)
        || anyFrom(missing + "(", missing + ")", least);
  }

  private boolean anyFrom(String first, String end, int least) {
    for (int weight : said.subMap(first, end).values()) {
      if (weight >= least) {
        return true;
      }
    }
    return false;
  }

  private static int weight(Finding finding) {
    return finding.rejects() ? FAULT : WARNED;
  }

  private static String plain(String path) {
    return OF_TYPE.matcher(path).replaceAll("");
  }
}
