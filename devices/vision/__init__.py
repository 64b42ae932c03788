"""Eyes: camera, code reading and portrait guidance, in a process of their own.

A native crash or a stuck V4L2 call ends this process, never the screen. Only `camera_source`, `frame_slot`, `messages`
and `process` are imported by the terminal's process; everything else here may load OpenCV and NumPy.
"""
