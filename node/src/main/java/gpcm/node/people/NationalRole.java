package gpcm.node.people;

/**
 * The national role that somebody has chosen at their provider.
 *
 * @param code what it is, like {@code R8010}
 * @param profile the id of their role profile, which says at which organisation
 */
public record NationalRole(String code, String profile) {}
