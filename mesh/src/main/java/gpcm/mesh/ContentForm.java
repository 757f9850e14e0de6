package gpcm.mesh;

/**
 * What the sender says of a message's body. Empty text means the header isn't sent.
 *
 * @param contentType the media type of the body
 * @param checksum a checksum of the body in the sender's own notation
 * @param encrypted true when the application encrypted the body
 * @param compressed true when the application compressed the body
 */
public record ContentForm(
    String contentType, String checksum, boolean encrypted, boolean compressed) {}
