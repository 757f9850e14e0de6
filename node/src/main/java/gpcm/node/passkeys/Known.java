package gpcm.node.passkeys;

import com.webauthn4j.converter.AttestedCredentialDataConverter;
import com.webauthn4j.credential.CredentialRecord;
import com.webauthn4j.credential.CredentialRecordImpl;
import com.webauthn4j.data.attestation.authenticator.AttestedCredentialData;
import com.webauthn4j.data.attestation.statement.NoneAttestationStatement;
import com.webauthn4j.data.extension.authenticator.AuthenticationExtensionsAuthenticatorOutputs;
import gpcm.node.store.Moment;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.UUID;

/**
 * A passkey with what is needed to check what it signs.
 *
 * @param passkey whose it is
 * @param data what its authenticator attested, with the public key
 * @param count how often it has signed, or 0 when it does not count
 * @param synchronisable whether it can be copied to other devices
 */
record Known(Passkey passkey, AttestedCredentialData data, long count, boolean synchronisable) {
  static Known of(ResultSet row, AttestedCredentialDataConverter credentials) throws SQLException {
    return new Known(
        passkey(row),
        credentials.convert(row.getBytes("credential_data")),
        row.getLong("sign_count"),
        row.getBoolean("synchronisable"));
  }

  static Passkey passkey(ResultSet row) throws SQLException {
    return new Passkey(
        row.getObject("id", UUID.class),
        row.getObject("person", UUID.class),
        row.getString("name"),
        row.getBoolean("synchronised"),
        Moment.of(row, "made_at"),
        Moment.perhaps(row, "last_at"));
  }

  CredentialRecord record() {
    return new CredentialRecordImpl(
        new NoneAttestationStatement(),
        true,
        synchronisable,
        passkey.synchronised(),
        count,
        data,
        new AuthenticationExtensionsAuthenticatorOutputs<>(),
        null,
        null,
        null);
  }
}
