package gpcm.oidc.server;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Where everything is, and the provider's metadata (OpenID Connect Discovery 1.0).
 *
 * @param issuer the provider's name, before all its paths
 * @param algorithm how it signs
 */
record Discovery(URI issuer, String algorithm) {
  static final String METADATA = "/.well-known/openid-configuration";
  static final String AUTHORIZE = "/authorize";
  static final String TOKEN = "/token";
  static final String USERINFO = "/userinfo";
  static final String JWKS = "/jwks";
  static final String END_SESSION = "/end-session";

  URI at(String path) {
    return URI.create(issuer + path);
  }

  Map<String, Object> metadata() {
    Map<String, Object> metadata = new LinkedHashMap<>();
    metadata.put("issuer", issuer.toString());
    metadata.put("authorization_endpoint", at(AUTHORIZE).toString());
    metadata.put("token_endpoint", at(TOKEN).toString());
    metadata.put("userinfo_endpoint", at(USERINFO).toString());
    metadata.put("jwks_uri", at(JWKS).toString());
    metadata.put("end_session_endpoint", at(END_SESSION).toString());
    metadata.put("scopes_supported", Claims.SCOPES);
    metadata.put("response_types_supported", List.of("code"));
    metadata.put("response_modes_supported", List.of("query"));
    metadata.put("grant_types_supported", List.of("authorization_code", "client_credentials"));
    metadata.put("subject_types_supported", List.of("public"));
    metadata.put("id_token_signing_alg_values_supported", List.of(algorithm));
    metadata.put(
        "token_endpoint_auth_methods_supported", List.of("client_secret_basic", "private_key_jwt"));
    metadata.put(
        "token_endpoint_auth_signing_alg_values_supported",
        List.of("RS256", "RS384", "RS512", "PS256", "PS384", "PS512"));
    metadata.put("code_challenge_methods_supported", List.of("S256"));
    metadata.put("acr_values_supported", Authenticators.KNOWN);
    metadata.put("prompt_values_supported", List.of("none", "login", "select_account"));
    metadata.put("request_parameter_supported", false);
    metadata.put("request_uri_parameter_supported", false);
    metadata.put("authorization_response_iss_parameter_supported", true);
    metadata.put("backchannel_logout_supported", true);
    metadata.put("backchannel_logout_session_supported", true);
    return metadata;
  }
}
