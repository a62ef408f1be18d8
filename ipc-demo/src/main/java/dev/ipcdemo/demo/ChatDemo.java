package dev.ipcdemo.demo;

import dev.ipcdemo.demo.spi.Demo;
import dev.ipcdemo.demo.spi.Stage;
import dev.ipcdemo.service.Chat;
import dev.ipcdemo.service.server.Limits;
import dev.ipcdemo.service.server.Server;
import dev.ipcdemo.sockets.Connection;
import dev.ipcdemo.sockets.Endpoint;
import dev.ipcdemo.sockets.Options;
import dev.ipcdemo.sockets.SocketFailure;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** A simple interactive network: three people and the server that {@code serve --service chat} runs. */
public final class ChatDemo implements Demo {

    /** Called by {@link java.util.ServiceLoader}. */
    public ChatDemo() {}

    @Override
    public String name() {
        return "chat";
    }

    @Override
    public String summary() {
        return "three people and a server: what one says, the others hear";
    }

    @Override
    public void server(Stage stage) throws IOException, InterruptedException {
        Limits limits = new Limits(1024, 3, Duration.ZERO);
        Server chat =
                Server.start(stage.transport(), stage.anywhere(), new Chat(), limits, Options.DEFAULT, stage::note);
        try {
            stage.tell(chat.endpoint().toString());
            stage.hear();
        } finally {
            chat.close();
            chat.await(); // the members' threads still make calls, which are shown
        }
    }

    @Override
    public void client(Stage stage) throws IOException {
        Endpoint server = Endpoint.parse(stage.hear());
        try (Person ann = Person.join(stage, server, "ann");
                Person bob = Person.join(stage, server, "bob");
                Person cleo = Person.join(stage, server, "cleo")) {
            ann.say("who is hungry?");
            bob.hear("<ann> who is hungry?");
            cleo.hear("<ann> who is hungry?");
            ann.say("/who");
            ann.hear("* here: ann, bob, cleo");
            bob.say("/quit");
            bob.hear("* goodbye, bob");
            ann.hear("* bob left");
            stage.claim(
                    !ann.heard("<ann>") && bob.heard("<ann>") && cleo.heard("<ann>"),
                    "What one says, the others hear, with the name of the speaker.");
        }
        stage.tell("all have gone");
        stage.conclude(
                "The server has a socket for each client, and sends what one of them says to the others. Each member has"
                        + " an outbox and a thread that empties it, so that a member who does not read delays nobody.");
        stage.conclude(
                "Over datagrams there are no connections: a member is an address that has sent something recently. Over UDP"
                        + " anyone can forge a sender's address, so a newcomer must first repeat a code that was sent to it.");
    }

    /** A client of the chat. */
    private static final class Person implements Closeable {

        private final Connection connection;
        private final StringBuilder heard = new StringBuilder();

        private Person(Connection connection) {
            this.connection = connection;
        }

        static Person join(Stage stage, Endpoint server, String name) throws SocketFailure {
            Person person = new Person(stage.transport().connect(server, Options.DEFAULT));
            person.say("/nick " + name);
            person.hear("\n");
            if (person.heard.charAt(0) != '*') {
                // Over UDP: the code that proves that the person is at the address which the datagram came from.
                person.say("/" + person.heard.toString().strip());
                person.say("/nick " + name);
            }
            person.hear("is now " + name);
            return person;
        }

        void say(String line) throws SocketFailure {
            connection.sendFully(ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8)));
        }

        /** Receives until the text has arrived; it may be there already, among other lines. */
        void hear(String text) throws SocketFailure {
            ByteBuffer buffer = ByteBuffer.allocate(1024);
            while (!heard(text) && connection.recv(buffer) >= 0) {
                heard.append(StandardCharsets.UTF_8.decode(buffer.flip()));
                buffer.clear();
            }
            if (!heard(text)) {
                throw new IllegalStateException("the server ended before it said '" + text + "'");
            }
        }

        boolean heard(String text) {
            return heard.indexOf(text) >= 0;
        }

        @Override
        public void close() throws SocketFailure {
            connection.close();
        }
    }
}
