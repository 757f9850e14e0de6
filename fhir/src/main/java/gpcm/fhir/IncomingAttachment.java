package gpcm.fhir;

import java.io.IOException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;

/**
 * One attachment on its way from the source to the sink: decoded, counted, hashed, and cut off
 * above the limit. One thread.
 */
final class IncomingAttachment implements XmlCharacters.ValueStream {
  // Four characters make three bytes, so a full window decodes without a rest.
  private static final int WINDOW = 1 << 13;

  private final AttachmentSink.Target target;
  private final long limit;
  private final MessageDigest digest = AttachmentContent.sha256Digest();
  private final byte[] encoded = new byte[WINDOW];
  private final byte[] decoded = new byte[WINDOW];
  private int pending;
  private boolean padded;
  private boolean spaced;
  private boolean broken;
  private long size;

  IncomingAttachment(AttachmentSink.Target target, long limit) {
    this.target = target;
    this.limit = limit;
  }

  /** Takes base64. */
  @Override
  public void bytes(byte[] bytes, int offset, int length) throws IOException {
    int at = offset;
    int end = offset + length;
    while (at < end && !broken) {
      if (spaced) {
        while (at < end && pending < WINDOW) {
          byte b = bytes[at++];
          if (!isSpace(b)) {
            encoded[pending++] = b;
          }
        }
      } else {
        int n = Math.min(end - at, WINDOW - pending);
        System.arraycopy(bytes, at, encoded, pending, n);
        pending += n;
        at += n;
      }
      if (pending == WINDOW) {
        decode();
      }
    }
  }

  @Override
  public void end() throws IOException {
    if (pending > 0 && !broken) {
      decode();
      if (pending > 0 && !broken) {
        decode();
      }
    }
  }

  private void decode() throws IOException {
    if (padded) {
      broken = true;
      return;
    }
    byte[] chunk = pending == WINDOW ? encoded : Arrays.copyOf(encoded, pending);
    try {
      int n = Base64.getDecoder().decode(chunk, decoded);
      // The decoder takes a last group without its padding; base64 in FHIR has it.
      padded = chunk[chunk.length - 1] == '=';
      broken = chunk.length % 4 != 0;
      pending = 0;
      decoded(decoded, 0, n);
    } catch (IllegalArgumentException e) {
      if (spaced) {
        broken = true;
        return;
      }
      // White space is allowed between the characters; from here on it is sieved out.
      spaced = true;
      int kept = 0;
      for (int i = 0; i < pending; i++) {
        if (!isSpace(encoded[i])) {
          encoded[kept++] = encoded[i];
        }
      }
      broken = kept == pending;
      pending = kept;
    }
  }

  private static boolean isSpace(byte b) {
    return b == ' ' || b == '\n' || b == '\r' || b == '\t';
  }

  /** Takes bytes that are decoded already. */
  void decoded(byte[] bytes, int offset, int length) throws IOException {
    size += length;
    if (size > limit) {
      throw new UnreadableFhirException(
          "an attachment has more than the " + limit + " bytes that are accepted", true, 0, 0);
    }
    digest.update(bytes, offset, length);
    target.write(bytes, offset, length);
  }

  /** Whether what came was no base64. */
  boolean broken() {
    return broken;
  }

  long size() {
    return size;
  }

  AttachmentContent complete() throws IOException {
    return target.complete(size, AttachmentContent.hex(digest.digest()));
  }

  void abandon() throws IOException {
    target.abandon();
  }
}
