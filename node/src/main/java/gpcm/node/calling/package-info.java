/** What calls to other people's systems have in common. */
package gpcm.node.calling;
