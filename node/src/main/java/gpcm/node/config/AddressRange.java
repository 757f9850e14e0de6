package gpcm.node.config;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Addresses that begin with the same bits.
 *
 * @param first the address that is written, all of whose bits up to the prefix count
 * @param prefix how many bits they share
 */
public record AddressRange(InetAddress first, int prefix) {
  private static final Pattern WRITTEN = Pattern.compile("([^/]+)(?:/(\\d{1,3}))?");
  private static final Pattern V4 =
      Pattern.compile("(?:(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)(?:\\.(?!$)|$)){4}");
  private static final Pattern V6 = Pattern.compile("[0-9a-fA-F:.]{2,45}");

  static final ValueFormat<AddressRange> FORMAT =
      new ValueFormat<>(
          "an IP address, or a range of them as 10.1.2.0/24",
          "192.0.2.10",
          AddressRange::parse,
          false);

  private static AddressRange parse(String text) {
    Matcher matcher = WRITTEN.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException();
    }
    InetAddress first = address(matcher.group(1)).orElseThrow(IllegalArgumentException::new);
    int bits = first.getAddress().length * 8;
    int prefix = matcher.group(2) == null ? bits : Integer.parseInt(matcher.group(2));
    // Everybody's address in it would make everybody a proxy.
    if (prefix < 1 || prefix > bits) {
      throw new IllegalArgumentException();
    }
    return new AddressRange(first, prefix);
  }

  /** An IP address as it is written, never a name that would have to be looked up. */
  public static Optional<InetAddress> address(String text) {
    boolean literal =
        V4.matcher(text).matches() || (text.contains(":") && V6.matcher(text).matches());
    try {
      return literal ? Optional.of(InetAddress.getByName(text)) : Optional.empty();
    } catch (UnknownHostException e) {
      return Optional.empty();
    }
  }

  /** Whether this address is one of them. */
  public boolean contains(InetAddress address) {
    byte[] ours = first.getAddress();
    byte[] theirs = address.getAddress();
    if (ours.length != theirs.length) {
      return false;
    }
    for (int bit = 0; bit < prefix; bit++) {
      int mask = 0x80 >> (bit % 8);
      if ((ours[bit / 8] & mask) != (theirs[bit / 8] & mask)) {
        return false;
      }
    }
    return true;
  }

  @Override
  public String toString() {
    return first.getHostAddress() + "/" + prefix;
  }
}
