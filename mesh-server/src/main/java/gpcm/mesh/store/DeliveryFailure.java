package gpcm.mesh.store;

/**
 * Why a message failed, in MESH's terms.
 *
 * @param code such as 14 or EPL-151
 * @param event such as SEND
 * @param description words for a person
 */
public record DeliveryFailure(String code, String event, String description) {}
