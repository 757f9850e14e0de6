package gpcm.oidc.server;

/**
 * An organisation that a persona belongs to, as one entry of {@code nhsid_user_orgs}.
 *
 * @param code ODS code
 * @param name as shown
 */
public record Organisation(String code, String name) {}
