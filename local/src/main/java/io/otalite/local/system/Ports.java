package io.otalite.local.system;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** The ports a system listens on, all on the loopback address. */
public final class Ports {
    private static final int LARGEST = 65_535;

    private final Map<PortName, Integer> numbers;

    private Ports(Map<PortName, Integer> numbers) {
        this.numbers = new EnumMap<>(numbers);
    }

    /** The fixed, documented ones. */
    public static Ports standard() {
        var numbers = new EnumMap<PortName, Integer>(PortName.class);
        for (var name : PortName.values()) {
            numbers.put(name, name.standard());
        }
        return new Ports(numbers);
    }

    /** Ports that nobody uses at this moment, for a system beside others. */
    public static Ports free() {
        var sockets = new ArrayList<ServerSocket>();
        var numbers = new EnumMap<PortName, Integer>(PortName.class);
        try {
            for (var name : PortName.values()) {
                var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                sockets.add(socket);
                numbers.put(name, socket.getLocalPort());
            }
            for (var socket : sockets) {
                socket.close();
            }
        } catch (IOException e) {
            throw new LocalSystemException("There are no free ports on the loopback address", e);
        }
        return new Ports(numbers);
    }

    /** The same ports but one. */
    public Ports with(PortName name, int number) {
        if (!isNumber(number)) {
            throw new LocalSystemException(
                    "Port %s=%d: a port is a number from 1 to %d".formatted(name.word(), number, LARGEST));
        }
        var changed = new Ports(numbers);
        changed.numbers.put(name, number);
        return changed;
    }

    /** Whether there is a port of that number. */
    static boolean isNumber(int number) {
        return number >= 1 && number <= LARGEST;
    }

    public int number(PortName name) {
        return numbers.getOrDefault(name, name.standard());
    }

    /** By the names of the command line. */
    public SortedMap<String, Integer> byWord() {
        var words = new TreeMap<String, Integer>();
        numbers.forEach((name, number) -> words.put(name.word(), number));
        return words;
    }

    /**
     * Makes sure that each port can be listened on, and that no two are the same.
     *
     * @throws LocalSystemException that names every port that cannot, and the flag that changes it
     */
    void requireFree() {
        var problems = new ArrayList<String>();
        var seen = new TreeMap<Integer, PortName>();
        numbers.forEach((name, number) -> {
            var other = seen.putIfAbsent(number, name);
            if (other != null) {
                problems.add("Port %d is given to both %s and %s.".formatted(number, other.word(), name.word()));
            } else if (isOccupied(number)) {
                problems.add("Port %d (%s) is in use by another program. Choose another one: --port %s=NUMBER"
                        .formatted(number, name.word(), name.word()));
            }
        });
        if (!problems.isEmpty()) {
            throw new LocalSystemException(String.join(System.lineSeparator(), problems));
        }
    }

    private static boolean isOccupied(int number) {
        try (var socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), number));
            return false;
        } catch (IOException _) {
            return true;
        }
    }

    /** The ports of these words; for reading what {@link #byWord} gave. */
    static Ports ofWords(Map<String, Integer> words) {
        var ports = standard();
        for (var word : List.copyOf(words.entrySet())) {
            var name = PortName.of(word.getKey());
            if (name.isPresent()) {
                ports = ports.with(name.get(), word.getValue());
            }
        }
        return ports;
    }

    @Override
    public String toString() {
        return byWord().toString();
    }
}
