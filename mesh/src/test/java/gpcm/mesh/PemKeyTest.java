package gpcm.mesh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.AlgorithmParameters;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKey;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Private keys in the forms that come with MESH certificates. */
class PemKeyTest {
  private static final Secret PASSWORD = Secret.of("open-sesame");

  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void name() {
    file = folder.resolve("own.key");
  }

  private static PrivateKey newKey(String algorithm) throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
    if (algorithm.equals("RSA")) {
      generator.initialize(2048);
    }
    return generator.generateKeyPair().getPrivate();
  }

  private void write(String label, byte[] content) throws Exception {
    Files.writeString(
        file,
        "-----BEGIN %s-----\n%s\n-----END %s-----\n"
            .formatted(label, Base64.getMimeEncoder().encodeToString(content), label));
  }

  private static byte[] encrypted(PrivateKey key, String scheme) throws Exception {
    SecretKey secret =
        SecretKeyFactory.getInstance(scheme)
            .generateSecret(new PBEKeySpec(PASSWORD.reveal().toCharArray()));
    Cipher cipher = Cipher.getInstance(scheme);
    cipher.init(Cipher.ENCRYPT_MODE, secret);
    byte[] content = cipher.doFinal(key.getEncoded());
    // The runtime knows the scheme by this name only where a key file is concerned.
    AlgorithmParameters parameters = AlgorithmParameters.getInstance("PBES2");
    parameters.init(cipher.getParameters().getEncoded());
    return new EncryptedPrivateKeyInfo(parameters, content).getEncoded();
  }

  @ParameterizedTest
  @ValueSource(strings = {"RSA", "EC", "Ed25519"})
  void plainPkcs8(String algorithm) throws Exception {
    PrivateKey key = newKey(algorithm);
    write("PRIVATE KEY", key.getEncoded());
    assertThat(new PemKey(file, Optional.empty()).read()).isEqualTo(key);
  }

  @Test
  void olderRsa() throws Exception {
    PrivateKey key = newKey("RSA");
    // In PKCS#8 the older form follows 26 bytes that say it is RSA.
    write("RSA PRIVATE KEY", Arrays.copyOfRange(key.getEncoded(), 26, key.getEncoded().length));
    assertThat(new PemKey(file, Optional.empty()).read()).isEqualTo(key);
  }

  @ParameterizedTest
  @ValueSource(strings = {"PBEWithHmacSHA256AndAES_256", "PBEWithHmacSHA1AndAES_128"})
  void encryptedPkcs8(String scheme) throws Exception {
    PrivateKey key = newKey("EC");
    write("ENCRYPTED PRIVATE KEY", encrypted(key, scheme));
    assertThat(new PemKey(file, Optional.of(PASSWORD)).read()).isEqualTo(key);
    assertThatThrownBy(() -> new PemKey(file, Optional.empty()).read())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("own.key is protected; give the key's password");
    assertThatThrownBy(() -> new PemKey(file, Optional.of(Secret.of("not-this"))).read())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("own.key can't be opened with the password given")
        .hasMessageNotContaining("not-this");
  }

  @Test
  void formsThatArentReadAreNamedWithTheRemedy() throws Exception {
    write("EC PRIVATE KEY", new byte[] {1, 2, 3});
    assertThatThrownBy(() -> new PemKey(file, Optional.empty()).read())
        .hasMessageContaining("own.key")
        .hasMessageContaining("openssl pkcs8 -topk8");
    Files.writeString(
        file,
        """
        -----BEGIN RSA PRIVATE KEY-----
        Proc-Type: 4,ENCRYPTED
        DEK-Info: AES-128-CBC,00

        AAAA
        -----END RSA PRIVATE KEY-----
        """);
    assertThatThrownBy(() -> new PemKey(file, Optional.of(PASSWORD)).read())
        .hasMessageContaining("own.key")
        .hasMessageContaining("openssl pkcs8 -topk8");
    write("ENCRYPTED PRIVATE KEY", new byte[] {1, 2, 3});
    assertThatThrownBy(() -> new PemKey(file, Optional.of(PASSWORD)).read())
        .hasMessageContaining("own.key")
        .hasMessageContaining("openssl pkcs8 -topk8 -v2 aes256");
    write("CERTIFICATE", new byte[] {1, 2, 3});
    assertThatThrownBy(() -> new PemKey(file, Optional.empty()).read())
        .hasMessageContaining("own.key holds no private key in PEM form");
  }
}
