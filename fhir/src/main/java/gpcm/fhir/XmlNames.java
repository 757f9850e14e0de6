package gpcm.fhir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The names of one XML document, each made into a string once; so equal names are one object. One
 * thread.
 */
final class XmlNames {
  /**
   * A name as written, and its parts. Two names of one document are equal exactly when they are one
   * object.
   */
  static final class Name {
    private final byte[] bytes;
    private final String qualified;
    private final String prefix;
    private final String local;

    private Name(byte[] bytes, String qualified, String prefix, String local) {
      this.bytes = bytes;
      this.qualified = qualified;
      this.prefix = prefix;
      this.local = local;
    }

    String qualified() {
      return qualified;
    }

    String prefix() {
      return prefix;
    }

    String local() {
      return local;
    }

    boolean declaresNamespace() {
      return prefix.equals("xmlns") || qualified.equals("xmlns");
    }
  }

  static final Name NONE = new Name(new byte[0], "", "", "");

  private static final int LONGEST = 256;
  private static final int MOST = 1 << 12;
  private static final boolean[] START = new boolean[128];
  private static final boolean[] PART = new boolean[128];

  static {
    for (int c = 0; c < 128; c++) {
      START[c] = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
      PART[c] = START[c] || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == ':';
    }
  }

  private final XmlSource source;
  private Name[] table = new Name[256];
  private int count;

  XmlNames(XmlSource source) {
    this.source = source;
  }

  /** Reads the name that begins here. */
  Name read() throws IOException {
    int first = source.peek();
    if (first < 0 || first >= 128 || !START[first]) {
      throw source.fault(
          first < 0
              ? "the document ends where a name is expected"
              : "no name of an element or attribute begins here");
    }
    source.keep();
    int hash = 0;
    while (source.position < source.end || source.more()) {
      byte[] bytes = source.bytes;
      int end = source.end;
      int at = source.position;
      byte b = 0;
      while (at < end && (b = bytes[at]) >= 0 && PART[b]) {
        hash = hash * 31 + b;
        at++;
      }
      source.position = at;
      if (at < end) {
        if (b < 0) {
          throw source.fault(
              "a name has a character outside ASCII; FHIR and XHTML have no such names");
        }
        break;
      }
    }
    int length = source.position - source.kept();
    if (length > LONGEST) {
      throw source.fault("a name is longer than the " + LONGEST + " characters that are accepted");
    }
    Name name = find(hash, length);
    source.release();
    return name;
  }

  private Name find(int hash, int length) {
    int from = source.kept();
    int slot = (hash ^ (hash >>> 15)) & (table.length - 1);
    while (table[slot] != null) {
      byte[] known = table[slot].bytes;
      if (Arrays.equals(known, 0, known.length, source.bytes, from, from + length)) {
        return table[slot];
      }
      slot = (slot + 1) & (table.length - 1);
    }
    if (++count > MOST) {
      throw source.fault(
          "the message uses more than the " + MOST + " different names that are accepted");
    }
    Name name = make(from, length);
    table[slot] = name;
    if (count * 2 > table.length) {
      grow();
    }
    return name;
  }

  private Name make(int from, int length) {
    String qualified = new String(source.bytes, from, length, StandardCharsets.ISO_8859_1);
    int colon = qualified.indexOf(':');
    if (colon == 0 || colon == length - 1 || (colon > 0 && qualified.indexOf(':', colon + 1) > 0)) {
      throw source.fault("the name " + qualified + " has a colon where none can stand");
    }
    if (colon > 0 && !(qualified.charAt(colon + 1) < 128 && START[qualified.charAt(colon + 1)])) {
      throw source.fault("the name " + qualified + " has a part that is no name");
    }
    return new Name(
        Arrays.copyOfRange(source.bytes, from, from + length),
        qualified,
        colon < 0 ? "" : qualified.substring(0, colon),
        colon < 0 ? qualified : qualified.substring(colon + 1));
  }

  private void grow() {
    Name[] old = table;
    table = new Name[old.length * 2];
    for (Name name : old) {
      if (name != null) {
        int hash = 0;
        for (byte b : name.bytes) {
          hash = hash * 31 + b;
        }
        int slot = (hash ^ (hash >>> 15)) & (table.length - 1);
        while (table[slot] != null) {
          slot = (slot + 1) & (table.length - 1);
        }
        table[slot] = name;
      }
    }
  }
}
