package gpcm.node.ledger;

import java.util.List;

/**
 * What is due now.
 *
 * @param check whether it is to be found out of documents whether they can be delivered
 * @param build whether documents are to be built
 * @param read whether received messages are to be read
 * @param overdue whether acknowledgements are late
 * @param late whether documents should have got on by now
 * @param renew whether messages are to be made for what is sent again
 * @param ask the organisations of which MESH is to be asked how messages stand
 * @param post the organisations with something to post
 * @param troubled the organisations whose mailbox has met trouble
 * @param held the organisations whose mailbox is left alone for now, because MESH refuses it
 * @param paused the organisations of whose mailbox nothing leaves for now, because a person said so
 * @param wanted the organisations whose mailbox a person wants to be read now
 */
public record Due(
    boolean check,
    boolean build,
    boolean read,
    boolean overdue,
    boolean late,
    boolean renew,
    List<String> ask,
    List<String> post,
    List<String> troubled,
    List<String> held,
    List<String> paused,
    List<String> wanted) {}
