package gpcm.mesh;

/**
 * A message to send. Build it with {@link #to}. Texts are the values of the {@code Mex-} headers;
 * empty text means the header isn't sent. All are printable ASCII, because HTTP headers can't carry
 * anything else safely, and are checked for the lengths of the MESH specification.
 *
 * @param to the recipient
 * @param workflowId what kind of message it is, for example {@code GPCONNECT_SEND_DOCUMENT}
 * @param labels what stands on its outside
 * @param form what the sender says of the body
 * @param body the content
 */
public record OutgoingMessage(
    MeshAddress to, String workflowId, MexLabels labels, ContentForm form, MeshBody body) {
  public OutgoingMessage {
    header("Mex-To", to.text(), 100);
    header("Mex-WorkflowID", workflowId, 300);
    header("Mex-LocalID", labels.localId(), 300);
    header("Mex-Subject", labels.subject(), 500);
    header("Mex-FileName", labels.fileName(), 300);
    header("Mex-PartnerID", labels.partnerId(), 500);
    header("Content-Type", form.contentType(), 100);
    header("Mex-Content-Checksum", form.checksum(), 100);
    if (workflowId.isBlank()) {
      throw new IllegalArgumentException(
          "Mex-WorkflowID is empty; MESH needs it to route the message");
    }
    if (body.length() == 0) {
      throw new IllegalArgumentException("The message body is empty, which MESH refuses");
    }
  }

  /** Starts a message. */
  public static Builder to(MeshAddress to, String workflowId, MeshBody body) {
    return new Builder(to, workflowId, body);
  }

  private static void header(String name, String value, int longest) {
    for (int i = 0; i < value.length(); i++) {
      if (value.charAt(i) < 0x20 || value.charAt(i) > 0x7e) {
        throw new IllegalArgumentException(
            "%s has a character at position %d that isn't printable ASCII; a MESH header can't carry it"
                .formatted(name, i + 1));
      }
    }
    if (value.length() > longest) {
      throw new IllegalArgumentException(
          "%s has %d characters; MESH allows %d".formatted(name, value.length(), longest));
    }
  }

  /** What the chunk size leads to: how many chunks this body needs. */
  int chunks(long chunkBytes) {
    return Math.toIntExact((body.length() + chunkBytes - 1) / chunkBytes);
  }

  /** Collects the optional parts. Not thread-safe. */
  public static final class Builder {
    private final MeshAddress to;
    private final String workflowId;
    private final MeshBody body;
    private String localId = "";
    private String subject = "";
    private String fileName = "";
    private String partnerId = "";
    private String contentType = "application/octet-stream";
    private String checksum = "";
    private boolean encrypted;
    private boolean compressed;
    private boolean sharedLocalId;

    private Builder(MeshAddress to, String workflowId, MeshBody body) {
      this.to = to;
      this.workflowId = workflowId;
      this.body = body;
    }

    public Builder localId(String value) {
      localId = value;
      return this;
    }

    public Builder subject(String value) {
      subject = value;
      return this;
    }

    public Builder fileName(String value) {
      fileName = value;
      return this;
    }

    public Builder partnerId(String value) {
      partnerId = value;
      return this;
    }

    public Builder contentType(String value) {
      contentType = value;
      return this;
    }

    public Builder checksum(String value) {
      checksum = value;
      return this;
    }

    public Builder encrypted(boolean value) {
      encrypted = value;
      return this;
    }

    public Builder compressed(boolean value) {
      compressed = value;
      return this;
    }

    /**
     * Says that other messages carry the same local id, as where a specification makes it the
     * sender's own code. A lost answer then stays {@link MeshAmbiguous}: tracking would find some
     * other message and take it for this one.
     */
    public Builder sharedLocalId(boolean value) {
      sharedLocalId = value;
      return this;
    }

    /**
     * The message.
     *
     * @throws IllegalArgumentException when a header value is too long or not printable ASCII, the
     *     workflow id is blank or the body empty
     */
    public OutgoingMessage build() {
      return new OutgoingMessage(
          to,
          workflowId,
          new MexLabels(localId, sharedLocalId, subject, fileName, partnerId),
          new ContentForm(contentType, checksum, encrypted, compressed),
          body);
    }
  }

  /** Hides what may identify a patient. */
  @Override
  public String toString() {
    return "OutgoingMessage[workflowId=%s, localId=%s, bytes=%d]"
        .formatted(workflowId, labels.localId(), body.length());
  }
}
