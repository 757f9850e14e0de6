package gpcm.mesh;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * A private key in a PEM file: PKCS#8, with or without a password, or the older RSA form.
 *
 * @param password opens it, where it is protected
 */
record PemKey(Path file, Optional<Secret> password) {
  private static final Pattern PEM =
      Pattern.compile("-----BEGIN (RSA |ENCRYPTED |)PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END");

  /**
   * AlgorithmIdentifier of RSA with a version 0 before it, which PKCS#8 puts in front of the older
   * form.
   */
  private static final byte[] RSA_PREFIX = {
    2,
    1,
    0,
    0x30,
    0x0d,
    6,
    9,
    0x2a,
    (byte) 0x86,
    0x48,
    (byte) 0x86,
    (byte) 0xf7,
    0x0d,
    1,
    1,
    1,
    5,
    0
  };

  PrivateKey read() throws GeneralSecurityException {
    String text = TlsFiles.text(file);
    Matcher pem = PEM.matcher(text);
    if (!pem.find()) {
      boolean other = text.contains("PRIVATE KEY-----");
      throw new IllegalArgumentException(
          other
              ? file
                  + " holds a private key in an older form that isn't read; convert it to PKCS#8:"
                  + " openssl pkcs8 -topk8 -in OLD -out NEW"
              : file + " holds no private key in PEM form (PKCS#8 or RSA)");
    }
    byte[] content = Base64.getMimeDecoder().decode(pem.group(2));
    PKCS8EncodedKeySpec spec =
        switch (pem.group(1)) {
          case "RSA " -> new PKCS8EncodedKeySpec(pkcs8(content));
          case "ENCRYPTED " -> decrypt(content);
          default -> new PKCS8EncodedKeySpec(content);
        };
    for (String algorithm : List.of("RSA", "EC", "EdDSA")) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(spec);
      } catch (InvalidKeySpecException e) {
        // Another algorithm's key; the next one is tried.
      }
    }
    throw new IllegalArgumentException(
        file + " holds a private key that is neither RSA, EC nor EdDSA");
  }

  private PKCS8EncodedKeySpec decrypt(byte[] content) throws GeneralSecurityException {
    Secret secret =
        password.orElseThrow(
            () -> new IllegalArgumentException(file + " is protected; give the key's password"));
    try {
      EncryptedPrivateKeyInfo info = new EncryptedPrivateKeyInfo(content);
      String algorithm =
          info.getAlgParameters() == null ? info.getAlgName() : info.getAlgParameters().toString();
      Cipher cipher = Cipher.getInstance(algorithm);
      cipher.init(
          Cipher.DECRYPT_MODE,
          SecretKeyFactory.getInstance(algorithm)
              .generateSecret(new PBEKeySpec(secret.reveal().toCharArray())),
          info.getAlgParameters());
      return info.getKeySpec(cipher);
    } catch (NoSuchAlgorithmException | IOException e) {
      throw new IllegalArgumentException(
          file
              + " holds a key protected in a way that isn't known here; protect it with AES:"
              + " openssl pkcs8 -topk8 -v2 aes256",
          e);
    } catch (InvalidKeyException | InvalidKeySpecException e) {
      // The cause could show what the wrong password made of the key.
      throw new IllegalArgumentException(file + " can't be opened with the password given");
    }
  }

  private static byte[] pkcs8(byte[] rsa) {
    return der(0x30, RSA_PREFIX, der(0x04, rsa));
  }

  private static byte[] der(int tag, byte[]... parts) {
    int length = 0;
    for (byte[] part : parts) {
      length += part.length;
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(tag);
    if (length < 0x80) {
      out.write(length);
    } else {
      // Two length bytes do for every key there is.
      out.write(0x82);
      out.write(length >> 8);
      out.write(length);
    }
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }
}
